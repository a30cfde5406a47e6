using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;

namespace Engagement.Importer.Tests;

/// <summary>A mail server on a free port: takes mails as a real one, and misbehaves as the test says.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    /// <summary>As an answer: the connection ends without a word.</summary>
    internal const string Drop = "drop";

    /// <summary>As an answer: none comes.</summary>
    internal const string Silence = "silence";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;
    private readonly ConcurrentBag<Task> talks = [];

    internal SmtpServer()
    {
        listener.Start();
        accepting = Accept();
    }

    internal int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What it says instead of "yes" to a command: <c>RCPT TO:…</c>, <c>DATA</c>, <c>.</c> for the whole mail; null for "yes".</summary>
    internal Func<string, string?> Answer { get; set; } = _ => null;

    /// <summary>The mails that it said yes to, in their order, as they came.</summary>
    internal ConcurrentQueue<(string Recipient, string Raw)> Mails { get; } = new();

    internal ConcurrentQueue<string> Commands { get; } = new();

    internal IReadOnlyList<MimeMessage> Messages => [.. Mails.Select(m => MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(m.Raw))))];

    /// <summary>The settings that lead to it, without TLS.</summary>
    internal IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Mail:Host", "127.0.0.1"), new("Mail:Port", $"{Port}"), new("Mail:Security", "None"), new("Mail:From", "Alertes d'Été <alertes@engagement.example.fr>"),
        new("Mail:TimeoutSeconds", "20"), new("Mail:EverySeconds", "3600"), new("Site:Address", "https://engagement.example.fr"),
    ];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(talks);
        stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                talks.Add(Talk(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Talk(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var plain = client.GetStream();
                await Say(plain, "220 test");
                if (await Converse(plain))
                {
                    await Say(plain, "220 go on");
                    await using var secure = new SslStream(plain);
                    using var certificate = SelfSigned();
                    await secure.AuthenticateAsServerAsync(certificate);
                    await Converse(secure);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or System.Security.Authentication.AuthenticationException)
            {
                // The other side went, or the test is over.
            }
        }
    }

    /// <summary>True when it ends with STARTTLS.</summary>
    private async Task<bool> Converse(Stream stream)
    {
        var recipient = "";
        while (await ReadLine(stream) is { } line)
        {
            Commands.Enqueue(line);
            var isData = line.Equals("DATA", StringComparison.OrdinalIgnoreCase);
            if (!await Follow(stream, Answer(line) ?? Usual(line)))
            {
                return false;
            }

            if (line.StartsWith("RCPT TO:", StringComparison.OrdinalIgnoreCase))
            {
                recipient = line["RCPT TO:".Length..].Trim('<', '>', ' ');
            }
            else if (line.Equals("STARTTLS", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
            else if (isData && Answer(line) is null && !await TakeMail(stream, recipient))
            {
                return false;
            }
        }

        return false;
    }

    private async Task<bool> TakeMail(Stream stream, string recipient)
    {
        var text = new StringBuilder();
        while (await ReadLine(stream) is { } line && line != ".")
        {
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        var answer = Answer(".");
        if (answer is null || answer.StartsWith("250", StringComparison.Ordinal))
        {
            Mails.Enqueue((recipient, text.ToString()));
        }

        return await Follow(stream, answer ?? "250 taken");
    }

    private static string? Usual(string line) => line.Split(' ', ':')[0].ToUpperInvariant() switch
    {
        "EHLO" => "250-test\r\n250-ENHANCEDSTATUSCODES\r\n250-AUTH PLAIN\r\n250 STARTTLS",
        "DATA" => "354 speak",
        "QUIT" => "221 bye",
        "AUTH" => "235 known",
        "STARTTLS" => null,
        _ => "250 yes",
    };

    /// <summary>Says it; false when the talk ends there.</summary>
    private async Task<bool> Follow(Stream stream, string? answer)
    {
        switch (answer)
        {
            case Drop:
                return false;
            case Silence:
                await Task.Delay(Timeout.Infinite, stop.Token);
                return false;
            case null:
                return true;
            default:
                await Say(stream, answer);
                return true;
        }
    }

    private async Task Say(Stream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"), stop.Token);

    // One byte at a time: what follows STARTTLS is not for this reader.
    private async Task<string?> ReadLine(Stream stream)
    {
        var (line, one) = (new StringBuilder(), new byte[1]);
        while (await stream.ReadAsync(one, stop.Token) == 1)
        {
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        return null;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
