using Engagement.Missions;
using Engagement.Search.Index;
using Engagement.Search.Replica;

namespace Engagement.Search.Missions;

/// <summary>Whole missions by id: read from the replica in one query per request, and kept within 64 MB.</summary>
internal sealed class MissionCache(ReplicaReader replica)
{
    private readonly GenerationCache<Mission> kept = new(64 * 1024 * 1024);

    /// <summary>The missions in the order of the ids; null for one that the replica does not have.</summary>
    internal async ValueTask<Mission?[]> Load(IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var missions = new Mission?[ids.Count];
        List<Guid>? absent = null;
        for (var i = 0; i < missions.Length; i++)
        {
            missions[i] = kept.Find(ids[i]);
            if (missions[i] is null)
            {
                (absent ??= []).Add(ids[i]);
            }
        }

        if (absent is not null)
        {
            var read = await Read(absent, ct);
            for (var i = 0; i < missions.Length; i++)
            {
                missions[i] ??= read.GetValueOrDefault(ids[i]);
            }
        }

        return missions;
    }

    /// <summary>One mission; null when the replica does not have it.</summary>
    internal async ValueTask<Mission?> Load(Guid id, CancellationToken ct) => kept.Find(id) ?? (await Load([id], ct))[0];

    /// <summary>Drops what a batch changes.</summary>
    internal void Forget(IndexBatch batch)
    {
        foreach (var document in batch.Upserts)
        {
            kept.Forget(document.Id);
        }

        foreach (var id in batch.Removals)
        {
            kept.Forget(id);
        }
    }

    /// <summary>Drops everything.</summary>
    internal void Clear() => kept.Clear();

    private async Task<Dictionary<Guid, Mission>> Read(List<Guid> ids, CancellationToken ct)
    {
        var tickets = ids.ConvertAll(kept.Ticket);
        var read = (await replica.ReadMissions(ids, ct))
            .Where(e => e.Body is not null)
            .ToDictionary(e => e.Id, e => new Mission(e, MissionJson.DeserializeMission(e.Body!.Content.Utf8.Span)));
        for (var i = 0; i < ids.Count; i++)
        {
            if (read.TryGetValue(ids[i], out var mission))
            {
                kept.Keep(ids[i], mission, mission.Weight, tickets[i]);
            }
        }

        return read;
    }
}
