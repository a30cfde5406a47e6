using System.Net;
using System.Net.Sockets;

namespace Engagement.Importer.Fetching;

/// <summary>Tells addresses of the public Internet from all others, in every form that hides a private one.</summary>
internal static class PublicAddress
{
    // IANA special-purpose registry: what is not globally reachable, multicast, and relays of tunnels.
    private static readonly IPNetwork[] Reserved = Parse(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        // Within global unicast: IETF protocols with Teredo, documentation, 6to4, and the servers of AS112.
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    // The only block that addresses of the Internet come from; private, local, translated and multicast ones are outside.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    // An IPv4 address in the last 32 bits, reached by way of a translator: mapped, translated (SIIT), NAT64.
    private static readonly IPNetwork[] Translated = Parse("::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96");

    internal static bool Is(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !IsReserved(address),
        AddressFamily.InterNetworkV6 when Array.Exists(Translated, network => network.Contains(address)) => Is(LastFourBytes(address)),
        AddressFamily.InterNetworkV6 =>
            GlobalUnicast.Contains(address) && !IsReserved(address) && (!IsIsatap(address) || Is(LastFourBytes(address))),
        _ => false,
    };

    private static bool IsReserved(IPAddress address) => Array.Exists(Reserved, network => network.Contains(address));

    /// <summary>A tunnel inside a network (RFC 5214): the last 32 bits are the IPv4 address of its end.</summary>
    private static bool IsIsatap(IPAddress address) => address.GetAddressBytes().AsSpan(8, 4) is [0 or 2, 0, 0x5E, 0xFE];

    private static IPAddress LastFourBytes(IPAddress address) => new(address.GetAddressBytes().AsSpan(12));

    private static IPNetwork[] Parse(params ReadOnlySpan<string> networks)
    {
        var parsed = new IPNetwork[networks.Length];
        for (var i = 0; i < networks.Length; i++)
        {
            parsed[i] = IPNetwork.Parse(networks[i]);
        }

        return parsed;
    }
}
