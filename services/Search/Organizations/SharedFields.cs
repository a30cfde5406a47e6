using Engagement.GraphQL.Declaration;
using Engagement.Missions;
using Engagement.Search.Publishers;

namespace Engagement.Search.Organizations;

/// <summary>Where a field of a structure comes from. The first of these that has the field is shown.</summary>
internal enum StructureOrigin
{
    /// <summary>The structure's own account. No structure has one yet.</summary>
    Account,

    /// <summary>The State's public directory of structures. It is not read yet.</summary>
    Directory,

    /// <summary>
    /// The partners: what most of them say, one vote each; of several values with as many votes that of the oldest record.
    /// </summary>
    Partners,
}

/// <summary>A field that the records of a structure share.</summary>
internal enum StructureField
{
    /// <summary>What it is called.</summary>
    Name,

    /// <summary>Its RNA number.</summary>
    Rna,

    /// <summary>Its SIREN.</summary>
    Siren,

    /// <summary>Its SIRET.</summary>
    Siret,
}

/// <summary>Where one shown field of a structure comes from.</summary>
internal sealed class StructureSource(StructureField name, StructureOrigin origin, IReadOnlyList<Guid> partners)
{
    /// <summary>The field.</summary>
    public StructureField Field => name;

    /// <summary>Who is believed.</summary>
    public StructureOrigin Origin => origin;

    /// <summary>With the origin PARTNERS: the publishers that say so, of those that the caller may see.</summary>
    [ListSize(AssumedSize = 10)]
    public IReadOnlyList<Publisher> GetPublishers(PublisherDirectory publishers) =>
        [.. partners.Select(publishers.Find).OfType<Partner>().Select(p => p.AsPublisher)];
}

/// <summary>The fields that the records of a structure share, each with where it comes from.</summary>
internal sealed class SharedFields
{
    private static readonly (StructureField Field, Func<Organization, string?> Value, Func<string, string> Same)[] Fields =
    [
        // One name however it is spelled: a partner must not lose its vote to an accent.
        (StructureField.Name, r => r.Name, name => OrganizationName.Key(name) is { Length: > 0 } key ? key : TextFold.Fold(name)),
        (StructureField.Rna, r => r.Rna, number => number),
        (StructureField.Siren, r => r.Siren, number => number),
        (StructureField.Siret, r => r.Siret, number => number),
    ];

    private readonly Dictionary<StructureField, (string Value, StructureSource Source)> known = [];

    /// <param name="records">In the order of their voices: first each partner's oldest record, by age.</param>
    internal SharedFields(IReadOnlyList<Organization> records)
    {
        foreach (var (field, value, same) in Fields)
        {
            // In the order of trust: an account's word and the public directory's are asked for here, before the partners'.
            if (WordOfPartners(records, value, same) is { } word)
            {
                known[field] = (word.Value, new StructureSource(field, StructureOrigin.Partners, word.Partners));
            }
        }
    }

    /// <summary>A field; null when nobody gives it.</summary>
    internal string? this[StructureField field] => known.TryGetValue(field, out var word) ? word.Value : null;

    /// <summary>Where each of them comes from.</summary>
    internal IReadOnlyList<StructureSource> Sources => [.. known.Values.Select(k => k.Source)];

    private static (string Value, IReadOnlyList<Guid> Partners)? WordOfPartners(
        IReadOnlyList<Organization> records, Func<Organization, string?> value, Func<string, string> same)
    {
        // Both keep the order of the voices, so that the first of equals is the oldest.
        var votes = records.Where(r => value(r) is not null).DistinctBy(r => r.PublisherId);
        var most = votes.GroupBy(r => same(value(r)!), StringComparer.Ordinal).OrderByDescending(g => g.Count()).FirstOrDefault();
        return most is null ? null : (value(most.First())!, [.. most.Select(r => r.PublisherId)]);
    }
}
