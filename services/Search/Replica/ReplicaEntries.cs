using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;

namespace Engagement.Search.Replica;

/// <summary>Entries of the log as the replica and everything kept in memory take them: by kind, in number order within a kind.</summary>
/// <param name="After">The checkpoint before them.</param>
/// <param name="To">The checkpoint after them.</param>
internal sealed record ReplicaEntries(long After, long To)
{
    /// <summary>What the checkpoint says that the replica is: of another one these are not the next entries.</summary>
    internal long Incarnation { get; init; }

    internal List<MissionEntry> Missions { get; } = [];

    internal List<OrganizationEntry> Organizations { get; } = [];

    internal List<StructureEntry> Structures { get; } = [];

    internal List<PublisherEntry> Publishers { get; } = [];

    internal List<KeyEntry> Keys { get; } = [];

    /// <summary>Reads an entry; throws <see cref="System.Text.Json.JsonException"/> when its body is not what its kind says.</summary>
    internal void Add(Change change)
    {
        switch (change.Kind)
        {
            case ChangeKinds.Mission:
                Missions.Add(new MissionEntry(change.EntityId, change.Number, change.Version, Body<MissionBody>(change)));
                break;
            case ChangeKinds.Organization:
                var body = Body<OrganizationBody>(change);
                Organizations.Add(new OrganizationEntry(change.EntityId, change.Number, change.Version, body?.PublisherId, body?.Content));
                break;
            case ChangeKinds.Structure:
                Structures.Add(new StructureEntry(change.EntityId, change.Number, change.Version, Body<StructureBody>(change)));
                break;
            case ChangeKinds.Publisher:
                Publishers.Add(new PublisherEntry(change.EntityId, change.Number, change.Version, Body<PublisherBody>(change)));
                break;
            case ChangeKinds.Key:
                Keys.Add(new KeyEntry(change.EntityId, change.Number, change.Version, Body<KeyBody>(change)));
                break;
            default:
                throw new NotSupportedException($"The log's kind '{change.Kind}' is unknown to this version of Search.");
        }
    }

    private static TBody? Body<TBody>(Change change)
        where TBody : class => change.Body is { } json ? MessageJson.Read<TBody>(json) : null;
}

/// <summary>State of a mission at a number of the log; without a body it is a tombstone.</summary>
internal sealed record MissionEntry(Guid Id, long Number, long Version, MissionBody? Body)
{
    /// <summary>The status that stands in the replica for a tombstone.</summary>
    internal const string Removed = "REMOVED";

    internal string Status => Body?.Status ?? Removed;
}

/// <summary>State of a structure at a number of the log; without content it is a tombstone.</summary>
internal sealed record OrganizationEntry(Guid Id, long Number, long Version, Guid? PublisherId, RawJson? Json)
{
    internal OrganizationContent? Content { get; } = Json is { } json ? MissionJson.DeserializeOrganization(json.Utf8.Span) : null;
}

/// <summary>Which records are of one structure, at a number of the log.</summary>
internal sealed record StructureEntry(Guid Id, long Number, long Version, StructureBody? Body)
{
    // What earlier versions told had no order of voices.
    private const int MostSpeakers = 100;

    internal IEnumerable<Guid> Speakers => Body?.Speakers ?? Body?.Organizations.Take(MostSpeakers) ?? [];

    /// <summary>What is known of each record; nothing in entries of earlier versions.</summary>
    internal IEnumerable<RecordTrust> Trust => Body is { Since: { } since } body
        ? body.Organizations.Zip(since, (organization, carried) => new RecordTrust(organization, Number, carried, body.IsApart ?? false))
        : [];
}

/// <summary>Since when a record carries its numbers, and whether it stands apart from them, at a number of the log.</summary>
internal sealed record RecordTrust(Guid OrganizationId, long Number, CarriedSince Since, bool IsApart);

/// <summary>State of a partner at a number of the log.</summary>
internal sealed record PublisherEntry(Guid Id, long Number, long Version, PublisherBody? Body);

/// <summary>State of a key at a number of the log.</summary>
internal sealed record KeyEntry(Guid Id, long Number, long Version, KeyBody? Body);
