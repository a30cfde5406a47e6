using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;

namespace Engagement.Catalog.Missions;

/// <summary>What became of a mission when its run was undone.</summary>
/// <param name="ClientId">The partner's identifier.</param>
/// <param name="Outcome"><c>RESTORED</c>: its former content is back; <c>WITHDRAWN</c>: it was not offered before; <c>LEFT_ALONE</c>: it
/// has changed, or got another source, since.</param>
/// <param name="Hash">The hash of the content that is back; null otherwise.</param>
internal sealed record UndoneMission(string ClientId, string Outcome, byte[]? Hash)
{
    internal const string Restored = "RESTORED";
    internal const string Withdrawn = "WITHDRAWN";
    internal const string LeftAlone = "LEFT_ALONE";
}

/// <summary>What undoing a page of a run's changes asks for. Reads and writes nothing.</summary>
internal sealed class UndoPlan
{
    private readonly DateTimeOffset now;
    private readonly DateTimeOffset? trusted;

    internal UndoPlan(ChangedByRun changed, Guid publisherId, string source, DateTimeOffset now, bool isTrusted)
    {
        this.now = now;
        trusted = isTrusted ? now : null;
        Writes = new MissionWrites(publisherId, source, now);
        foreach (var organization in changed.Organizations.Where(o => o is { IsStillTheRuns: true, Former: not null }))
        {
            Restore(organization);
        }

        foreach (var mission in changed.Missions)
        {
            Missions.Add(Undo(mission, source));
        }
    }

    internal MissionWrites Writes { get; }

    internal List<NewChange> Changes { get; } = [];

    internal List<UndoneMission> Missions { get; } = [];

    private void Restore(ChangedOrganization organization)
    {
        var body = MessageJson.Read<OrganizationBody>(organization.Former!.Value);
        var name = MissionJson.DeserializeOrganization(body.Content.Utf8.Span).Name;
        var row = new OrganizationRow(organization.Id, body.Key, name, organization.FormerHash!, organization.Version + 1, organization.CreatedAt);
        Writes.Organizations.Add(row);
        Changes.Add(new NewChange(ChangeKinds.Organization, row.Id, row.Version, now, organization.Former));
    }

    private UndoneMission Undo(ChangedMission mission, string source)
    {
        var former = mission.Former is { } body ? MessageJson.Read<MissionBody>(body) : null;
        var offered = former is not null && MissionStatusText.Parse(former.Status) != MissionStatus.Withdrawn;
        var undone = offered
            ? new UndoneMission(former!.ClientId, UndoneMission.Restored, mission.FormerHash)
            : new UndoneMission(mission.ClientId, UndoneMission.Withdrawn, null);
        var leftAlone = new UndoneMission(mission.ClientId, UndoneMission.LeftAlone, null);
        // Its partner has moved it since: whatever the run did to it is no longer for the run's feed to say.
        if (mission.Source != source)
        {
            return leftAlone;
        }

        if (mission.IsUndone)
        {
            return undone;
        }

        if (!mission.IsStillTheRuns || (former is null && mission.FirstVersion > 1))
        {
            return leftAlone;
        }

        Write(mission, former ?? MessageJson.Read<MissionBody>(mission.Current) with { Status = MissionStatus.Withdrawn.ToText() });
        return undone;
    }

    private void Write(ChangedMission mission, MissionBody body)
    {
        var facts = MissionJson.DeserializeFacts(body.Content.Utf8.Span);
        var status = MissionStatusText.Parse(body.Status);
        status = status is MissionStatus.Accepted or MissionStatus.Expired ? Mission.StatusOf(facts.EndAt, trusted) : status;
        var received = new ReceivedMission(mission.ClientId, mission.FormerHash ?? mission.Hash, facts.OrganizationKey, body.Content);
        var row = new MissionRow(mission.Id, received, body.OrganizationId, status, mission.Version + 1, body.CreatedAt, facts);
        Writes.Missions.Add(row);
        var restored = MessageJson.Write(body with { Status = status.ToText(), UpdatedAt = now });
        Changes.Add(new NewChange(ChangeKinds.Mission, row.Id, row.Version, now, restored));
    }
}
