using System.Security.Cryptography;
using System.Text;

namespace Engagement.Missions;

/// <summary>
/// Identifiers derived from what they identify (UUID version 8, RFC 9562 §5.8): the same mission of the same partner has the same id
/// whoever computes it, however often, so that sending again can never make a second one and a mission that comes back keeps its id.
/// </summary>
public static class EntityId
{
    /// <summary>Id of a publisher from its slug.</summary>
    public static Guid OfPublisher(string slug) => Derive("publisher", Guid.Empty, slug);

    /// <summary>Id of a mission from its publisher and the partner's identifier.</summary>
    public static Guid OfMission(Guid publisherId, string clientId) => Derive("mission", publisherId, clientId);

    /// <summary>Id of a partner's record of a structure, from its key inside the partner.</summary>
    public static Guid OfOrganization(Guid publisherId, string key) => Derive("organization", publisherId, key);

    /// <summary>Id of a structure from the key that its records were matched by.</summary>
    public static Guid OfStructure(string key) => Derive("structure", Guid.Empty, key);

    /// <summary>
    /// Id of an address of a mission from its street, postal code, city, country and the coordinates that the partner gave: an address that
    /// does not change keeps it, and with it the result of its geocoding.
    /// </summary>
    public static Guid OfAddress(Guid missionId, MissionAddress address) =>
        Derive("address", missionId, Convert.ToHexStringLower(MissionHash.OfIdentity(address)));

    private static Guid Derive(string kind, Guid scope, string key)
    {
        var text = Encoding.UTF8.GetBytes($"{kind}\n{scope:N}\n{key}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        var id = hash[..16];
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
