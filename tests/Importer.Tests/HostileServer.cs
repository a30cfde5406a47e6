using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engagement.Importer.Tests;

/// <summary>How a connection ends after the bytes of an answer.</summary>
internal enum AnswerEnd
{
    Close,
    Reset,
    Silence,
}

/// <summary>The bytes that a server sends for one request, well-formed or not.</summary>
internal sealed record RawAnswer(byte[] Bytes, AnswerEnd End = AnswerEnd.Close);

/// <summary>A partner's server below HTTP: it sends the bytes that the test gives, one answer for each request, and then those of the good feed.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Queue<RawAnswer> answers = [];
    private readonly Task serving;

    internal HostileServer()
    {
        listener.Start();
        serving = Serve();
    }

    internal Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/missions");

    internal KeyValuePair<string, string?> Allowed(int n) => new($"Fetch:AllowedPrivateEndpoints:{n}", Address.Authority);

    /// <summary>The answer to every request that no other answer is left for; by the request's target.</summary>
    internal Func<string, RawAnswer> Good { get; set; } = _ => Page(404, "");

    /// <summary>What comes before the good feed.</summary>
    internal void Answers(params IEnumerable<RawAnswer> some)
    {
        lock (answers)
        {
            answers.Clear();
            foreach (var answer in some)
            {
                answers.Enqueue(answer);
            }
        }
    }

    internal static RawAnswer Page(int status, string body, string headers = "") =>
        new(Encoding.UTF8.GetBytes($"HTTP/1.1 {status} x\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{headers}\r\n{body}"));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = Answer(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Answer(TcpClient client)
    {
        using var connection = client;
        try
        {
            var request = await ReadHead(client.GetStream());
            if (request.Length == 0)
            {
                return;
            }

            var answer = Next(request);
            await client.GetStream().WriteAsync(answer.Bytes, stop.Token);
            switch (answer.End)
            {
                case AnswerEnd.Silence:
                    await Task.Delay(TimeSpan.FromSeconds(30), stop.Token);
                    break;
                case AnswerEnd.Reset:
                    client.LingerState = new LingerOption(true, 0);
                    break;
                default:
                    client.Client.Shutdown(SocketShutdown.Send);
                    break;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // The client has enough, or the test is over.
        }
    }

    private RawAnswer Next(string request)
    {
        lock (answers)
        {
            return answers.TryDequeue(out var hostile) ? hostile
                : Good(request.Split(' ')[1]);
        }
    }

    private async Task<string> ReadHead(NetworkStream stream)
    {
        var (buffer, text) = (new byte[4096], new StringBuilder());
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer, stop.Token) is > 0 and var read)
        {
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return text.ToString();
    }
}
