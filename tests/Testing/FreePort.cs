using System.Net;
using System.Net.Sockets;

namespace Engagement.Testing;

/// <summary>Ports of 127.0.0.1 for servers of the tests.</summary>
public static class FreePort
{
    /// <summary>A port that nobody listened on a moment ago.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
