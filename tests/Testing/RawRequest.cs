using System.Net.Sockets;
using System.Text;

namespace Engagement.Testing;

/// <summary>A request that is sent byte by byte, or not to its end, as no library for HTTP would send it.</summary>
public sealed class RawRequest : IDisposable
{
    private readonly TcpClient client = new() { NoDelay = true };

    private RawRequest()
    {
    }

    /// <summary>Connects and sends a first part.</summary>
    public static async Task<RawRequest> Send(Uri address, string text)
    {
        var request = new RawRequest();
        await request.client.ConnectAsync(address.Host, address.Port);
        await request.Send(text);
        return request;
    }

    /// <summary>Sends more; false when the server has hung up.</summary>
    public async Task<bool> Send(string text)
    {
        try
        {
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Sends a few bytes each second until the server answers or hangs up.</summary>
    public async Task Trickle(int bytesPerSecond, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested && !client.GetStream().DataAvailable && await Send(new string('x', bytesPerSecond / 10)))
        {
            await Task.Delay(100, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The status of the answer, or 0 when the server hangs up without one.</summary>
    public async Task<int> Status(CancellationToken ct)
    {
        var buffer = new byte[64];
        var length = 0;
        try
        {
            while (length < 12)
            {
                var read = await client.GetStream().ReadAsync(buffer.AsMemory(length), ct);
                if (read == 0)
                {
                    return 0;
                }

                length += read;
            }
        }
        catch (IOException)
        {
            return 0;
        }

        return int.Parse(Encoding.ASCII.GetString(buffer, 9, 3), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();
}
