using System.Security.Cryptography;
using System.Text;
using Engagement.Missions;
using Engagement.Missions.Places;

namespace Engagement.Catalog.Structures;

/// <summary>What tells one partner's record of a structure from others.</summary>
/// <param name="NameKey">Its name without what partners write or leave out, with its commune; null when either is not known.</param>
internal sealed record RecordIdentity(Guid OrganizationId, string? Rna, string? Siret, string? Siren, string? NameKey)
{
    // Shorter names ("ADMR", "MJC") are those of many structures, also within one commune.
    private const int LeastName = 6;

    // A longer name is its beginning and a hash: an index row has room for no more.
    private const int LongestName = 200;
    private const int Beginning = 150;
    private const int HashBytes = 16;

    /// <summary>The partner whose record it is.</summary>
    internal Guid PublisherId { get; init; }

    /// <summary>
    /// The words that its name shares with others (<see cref="OrganizationName.Words"/>); null: not read yet, which meets every name.
    /// </summary>
    internal string? Words { get; init; }

    /// <summary>Since when the record is there and carries what it carries.</summary>
    internal RecordAge Age { get; init; }

    internal static RecordIdentity Of(Guid organizationId, Guid publisherId, OrganizationContent content) =>
        new(organizationId, content.Rna, content.Siret, content.Siren, KeyOf(content))
        {
            PublisherId = publisherId,
            Words = OrganizationName.Words(content.Name, content.City),
        };

    /// <summary>That of a record whose content cannot be taken: it stands alone.</summary>
    internal static RecordIdentity Unknown(Guid organizationId) => new(organizationId, null, null, null, null);

    private static string? KeyOf(OrganizationContent content)
    {
        if (content.City is null && content.PostalCode is null)
        {
            return null;
        }

        var name = OrganizationName.Key(content.Name);
        return name.Length >= LeastName && Communes.Find(content.City, content.PostalCode, null) is { } commune
            ? $"{Bounded(name)}|{commune.Code}"
            : null;
    }

    private static string Bounded(string name) => name.Length <= LongestName
        ? name
        : $"{name[..Beginning]}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, HashBytes))}";
}

/// <summary>
/// Ages as numbers of the change log: of the record, and of each number since it carries it. A record that takes another's number is as
/// young as that claim, however long it was there before.
/// </summary>
internal readonly record struct RecordAge(long Record, long? Rna = null, long? Siret = null, long? Siren = null);
