using System.Net;
using System.Net.Sockets;
using Engagement.Importer.Runs;

namespace Engagement.Importer.Fetching;

/// <summary>
/// Opens connections to public addresses only: the name is resolved here, every address is checked, and the connection goes to one that
/// was checked, so that a name which resolves otherwise a moment later gains nothing.
/// </summary>
/// <param name="allowed">Exact <c>host:port</c> pairs that are let through.</param>
/// <param name="resolve">Finds the addresses of a name.</param>
internal sealed class SafeConnect(IReadOnlyList<string> allowed, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    internal async ValueTask<Stream> Open(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var endpoint = context.DnsEndPoint;
        var addresses = await Resolve(endpoint, ct);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, endpoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="RunFailure">One of the addresses is not public.</exception>
    internal async Task<IPAddress[]> Resolve(DnsEndPoint endpoint, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(endpoint.Host, out var literal) ? [literal] : await resolve(endpoint.Host, ct);
        var host = literal is { AddressFamily: AddressFamily.InterNetworkV6 } ? $"[{literal}]" : endpoint.Host;
        return allowed.Contains($"{host}:{endpoint.Port}", StringComparer.OrdinalIgnoreCase) || Array.TrueForAll(addresses, PublicAddress.Is)
            ? addresses
            : throw new RunFailure(FetchReasons.ForbiddenAddress);
    }
}
