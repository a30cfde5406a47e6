using System.Text.Json;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;

namespace Engagement.Catalog.Missions;

/// <summary>A structure to write.</summary>
internal sealed record OrganizationRow(Guid Id, string Key, string Name, byte[] Hash, long Version, DateTimeOffset CreatedAt);

/// <summary>A mission to write; its first version is a new one.</summary>
internal sealed record MissionRow(
    Guid Id, ReceivedMission Received, Guid? OrganizationId, MissionStatus Status, long Version, DateTimeOffset CreatedAt, MissionFacts Facts)
{
    /// <summary>Its places, each once.</summary>
    internal IReadOnlyList<AddressRow> Addresses { get; } =
        [.. Facts.Addresses.Select(address => new AddressRow(EntityId.OfAddress(Id, address), Id, address)).DistinctBy(row => row.Id)];
}

/// <summary>A place to write.</summary>
internal sealed record AddressRow(Guid Id, Guid MissionId, MissionAddress Address);

/// <summary>Rows to write for one source of a publisher.</summary>
internal sealed record MissionWrites(Guid PublisherId, string Source, DateTimeOffset Now)
{
    internal List<OrganizationRow> Organizations { get; } = [];

    internal List<MissionRow> Missions { get; } = [];
}

/// <summary>
/// What a batch asks for, held against what is known: what to write, what to log, what to answer. Reads and writes nothing.
/// </summary>
internal sealed class BatchPlan
{
    private readonly MissionsReceived batch;
    private readonly KnownState known;
    private readonly DateTimeOffset now;
    private readonly DateTimeOffset? trusted;
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> organizationKeys;
    private readonly List<NewChange> missionChanges = [];
    private readonly List<NewChange> organizationChanges = [];

    /// <param name="batch">What is asked for.</param>
    /// <param name="known">What is known.</param>
    /// <param name="now">The time that is written down.</param>
    /// <param name="trusted">The time by which it is judged what is over; null while the clock is not trusted.</param>
    internal BatchPlan(MissionsReceived batch, KnownState known, DateTimeOffset now, DateTimeOffset? trusted)
    {
        this.batch = batch;
        this.trusted = trusted;
        this.known = known;
        this.now = now;
        Writes = new MissionWrites(batch.PublisherId, batch.Source, now);
        organizationKeys = batch.Organizations.Select(o => o.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var organization in batch.Organizations.DistinctBy(o => o.Key, StringComparer.Ordinal))
        {
            Plan(organization);
        }

        foreach (var mission in batch.Missions)
        {
            Outcomes.Add(Plan(mission));
        }
    }

    internal MissionWrites Writes { get; }

    /// <summary>What the batch's run changes, for its undo.</summary>
    internal List<RunChange> RunChanges { get; } = [];

    internal List<MissionOutcome> Outcomes { get; } = [];

    /// <summary>The missions whose content is no JSON of a mission, with the fault for the log: no partner reads it.</summary>
    internal List<(string ClientId, Exception Fault)> Unreadable { get; } = [];

    /// <summary>Structures before the missions that name them.</summary>
    internal IReadOnlyList<NewChange> Changes => [.. organizationChanges, .. missionChanges];

    private void Plan(ReceivedOrganization received)
    {
        var id = EntityId.OfOrganization(batch.PublisherId, received.Key);
        var before = known.Organizations.GetValueOrDefault(id);
        if (before is not null && before.Hash.AsSpan().SequenceEqual(received.Hash))
        {
            return;
        }

        var content = MissionJson.DeserializeOrganization(received.Content.Utf8.Span);
        var row = new OrganizationRow(id, received.Key, content.Name, received.Hash, (before?.Version ?? 0) + 1, before?.CreatedAt ?? now);
        Writes.Organizations.Add(row);
        RunChanges.Add(new RunChange(id, row.Version, before?.Hash));
        var body = MessageJson.Write(new OrganizationBody(batch.PublisherId, received.Key, received.Content));
        organizationChanges.Add(new NewChange(ChangeKinds.Organization, id, row.Version, now, body));
    }

    private MissionOutcome Plan(ReceivedMission received)
    {
        if (!seen.Add(received.ClientId))
        {
            return BatchErrors.Duplicate.For(received);
        }

        var id = EntityId.OfMission(batch.PublisherId, received.ClientId);
        var before = known.Missions.GetValueOrDefault(id);
        var restored = before?.Status == MissionStatus.Withdrawn;
        if (before is not null && !restored && before.Source != batch.Source)
        {
            return Outcome(received, Contracts.Outcomes.OtherSource);
        }

        if (before is not null && !restored && before.Hash.AsSpan().SequenceEqual(received.Hash) && !IsOpenAgain(before, received))
        {
            return Outcome(received, Contracts.Outcomes.Unchanged);
        }

        if (!TryFindOrganization(received, out var organizationId))
        {
            return BatchErrors.UnknownOrganization.For(received);
        }

        try
        {
            Write(received, id, organizationId, before);
        }
        catch (JsonException e)
        {
            Unreadable.Add((received.ClientId, e));
            return BatchErrors.Unreadable.For(received);
        }

        return Outcome(received, before is null ? Contracts.Outcomes.Created : Contracts.Outcomes.Updated, restored);
    }

    /// <summary>True for a mission that expired by a wrong clock: its content is as before, its end in the future.</summary>
    private bool IsOpenAgain(KnownMission before, ReceivedMission received)
    {
        try
        {
            return before.Status == MissionStatus.Expired && trusted is { } time
                && Mission.StatusOf(MissionJson.DeserializeFacts(received.Content.Utf8.Span).EndAt, time) == MissionStatus.Accepted;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool TryFindOrganization(ReceivedMission received, out Guid? id)
    {
        id = received.OrganizationKey is { } key ? EntityId.OfOrganization(batch.PublisherId, key) : null;
        return received.OrganizationKey is null || organizationKeys.Contains(received.OrganizationKey) || known.Organizations.ContainsKey(id!.Value);
    }

    private void Write(ReceivedMission received, Guid id, Guid? organizationId, KnownMission? before)
    {
        var facts = MissionJson.DeserializeFacts(received.Content.Utf8.Span);
        var addresses = known.Places.Keep(id, facts.Addresses);
        if (!ReferenceEquals(addresses, facts.Addresses))
        {
            var content = MissionJson.DeserializeMission(received.Content.Utf8.Span) with { Addresses = addresses };
            received = received with { Content = new RawJson(MissionJson.Serialize(content)) };
            facts = facts with { Addresses = addresses };
        }

        var row = new MissionRow(
            id, received, organizationId, Mission.StatusOf(facts.EndAt, trusted), (before?.Version ?? 0) + 1, before?.CreatedAt ?? now, facts);
        Writes.Missions.Add(row);
        RunChanges.Add(new RunChange(id, row.Version, before?.Hash));
        var body = new MissionBody(
            batch.PublisherId, received.ClientId, organizationId, row.Status.ToText(), row.CreatedAt, now, received.Content);
        missionChanges.Add(new NewChange(ChangeKinds.Mission, id, row.Version, now, MessageJson.Write(body)));
    }

    private static MissionOutcome Outcome(ReceivedMission received, string outcome, bool restored = false) =>
        new(received.ClientId, received.Hash, outcome, restored);
}
