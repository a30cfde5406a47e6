using Engagement.Contracts;
using Engagement.Importer.Feeds;
using Engagement.Missions;

namespace Engagement.Importer.Batches;

/// <summary>Gathers the changed missions of a run into batches of bounded size.</summary>
internal sealed class BatchBuilder(Feed feed, Guid runId, BatchOptions options)
{
    private readonly List<ReceivedMission> missions = [];
    private readonly Dictionary<string, ReceivedOrganization> organizations = [];
    private readonly List<int> positions = [];
    private readonly List<int> lines = [];
    private int bytes;

    internal bool IsEmpty => missions.Count == 0;

    /// <summary>Adds a mission and returns the batch when that fills it.</summary>
    internal OutgoingBatch? Add(ReceivedMission mission, FeedItem item)
    {
        missions.Add(mission);
        positions.Add(item.Position);
        lines.Add(item.Line);
        bytes += mission.Content.Utf8.Length;
        if (item.Organization is { } organization && !organizations.ContainsKey(organization.Key))
        {
            var content = new RawJson(MissionJson.Serialize(organization));
            organizations.Add(organization.Key, new ReceivedOrganization(organization.Key, MissionHash.Of(organization), content));
            bytes += content.Utf8.Length;
        }

        return missions.Count >= options.MaxMissions || bytes >= options.MaxBytes ? Take() : null;
    }

    /// <summary>The batch so far; the builder is empty afterwards.</summary>
    internal OutgoingBatch Take()
    {
        var id = Guid.CreateVersion7();
        var message = new MissionsReceived(id, runId, feed.PublisherId, feed.Source, [.. organizations.Values], [.. missions]);
        var batch = new OutgoingBatch(id, feed.Id, runId, BatchKind.Received, message)
        {
            ClientIds = [.. missions.Select(m => m.ClientId)],
            Hashes = [.. missions.Select(m => m.Hash)],
            Positions = [.. positions],
            Lines = [.. lines],
        };
        missions.Clear();
        organizations.Clear();
        positions.Clear();
        lines.Clear();
        bytes = 0;
        return batch;
    }
}
