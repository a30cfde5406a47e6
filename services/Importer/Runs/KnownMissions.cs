using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Engagement.Contracts;
using Engagement.Importer.Storage;
using Engagement.Messaging;

namespace Engagement.Importer.Runs;

/// <summary>
/// What the store knew of a feed's missions when a run began, and which of them the file shows: about 150 bytes a mission, in memory,
/// so that a mission which did not change costs no write.
/// </summary>
internal sealed class KnownMissions
{
    private readonly Dictionary<string, Entry> missions = [];

    /// <summary>Missions that Catalog has.</summary>
    internal int Live { get; private set; }

    internal static async Task<KnownMissions> Load(Guid feedId, ImporterConnections connections, CancellationToken ct)
    {
        using var measure = Stage.Measure("importer.load");
        await using var command = connections.Source.CreateCommand(
            "select client_id, applied_hash, coalesce(sent_hash = applied_hash, false) from importer.mission_state where feed_id = $1");
        command.Parameters.Add(new() { Value = feedId });
        var known = new KnownMissions();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            known.Add(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1), reader.GetBoolean(2));
        }

        return known;
    }

    /// <param name="clientId">The mission.</param>
    /// <param name="applied">What Catalog confirmed last, or null.</param>
    /// <param name="settled">False when something else was sent since.</param>
    internal void Add(string clientId, byte[]? applied, bool settled)
    {
        missions.Add(clientId, new Entry { Applied = applied, Settled = settled });
        Live += applied is null ? 0 : 1;
    }

    /// <summary>Notes that the file shows a mission; returns the line where it was seen before, or null the first time.</summary>
    internal int? See(string clientId, int line)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(missions, clientId, out _);
        if (entry.SeenAt > 0)
        {
            return entry.SeenAt;
        }

        entry.SeenAt = line;
        return null;
    }

    internal bool IsLive(string clientId) => missions.TryGetValue(clientId, out var entry) && entry.Applied is not null;

    /// <summary>True when Catalog has confirmed this very content and nothing else was sent since.</summary>
    internal bool IsUnchanged(string clientId, ReadOnlySpan<byte> hash) =>
        missions.TryGetValue(clientId, out var entry) && entry is { Settled: true, Applied: { } applied } && hash.SequenceEqual(applied);

    /// <summary>The live missions that the file did not show, by identifier.</summary>
    internal List<WithdrawnMission> Absent() =>
        [.. missions.Where(m => m.Value is { SeenAt: 0, Applied: not null })
            .OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => new WithdrawnMission(m.Key, m.Value.Applied!))];

    internal static byte[] Digest(IEnumerable<string> clientIds) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', clientIds)));

    private struct Entry
    {
        internal byte[]? Applied;
        internal bool Settled;
        internal int SeenAt;
    }
}
