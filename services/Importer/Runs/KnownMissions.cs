using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Engagement.Contracts;
using Engagement.Importer.Storage;
using Engagement.Messaging;

namespace Engagement.Importer.Runs;

/// <summary>
/// What the store knew of a feed's missions when a run began, and what the feed shows of them: about 150 bytes a mission, in memory,
/// so that a mission which did not change costs no write.
/// </summary>
internal sealed class KnownMissions
{
    private readonly Dictionary<string, Entry> missions = [];
    private int stretch = 1;

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

    /// <summary>Notes that the feed shows a mission, whatever it showed of it before.</summary>
    internal void Show(string clientId, int place)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(missions, clientId, out _);
        (entry.SeenAt, entry.Deleted) = (place, false);
    }

    /// <summary>Notes a tombstone; that of a mission which nobody knows tells nothing.</summary>
    internal void Delete(string clientId)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(missions, clientId);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref entry))
        {
            entry.Deleted = true;
        }
    }

    /// <summary>Notes that a version of a mission is sent.</summary>
    internal void Send(string clientId) => CollectionsMarshal.GetValueRefOrAddDefault(missions, clientId, out _).SentIn = stretch;

    /// <summary>True when an earlier version of the mission may still be on its way.</summary>
    internal bool IsOnItsWay(string clientId) => missions.TryGetValue(clientId, out var entry) && entry.SentIn == stretch;

    /// <summary>Notes that every outcome of what was sent is written.</summary>
    internal void Settle() => stretch++;

    internal bool IsLive(string clientId) => missions.TryGetValue(clientId, out var entry) && entry.Applied is not null;

    /// <summary>True when Catalog has confirmed this very content and nothing else was sent since.</summary>
    internal bool IsUnchanged(string clientId, ReadOnlySpan<byte> hash) =>
        missions.TryGetValue(clientId, out var entry) && entry is { Settled: true, SentIn: 0, Applied: { } applied } && hash.SequenceEqual(applied);

    /// <summary>The missions that were live when the run began and are no longer in the feed, by identifier.</summary>
    /// <param name="namesAll">Whether what the feed did not show is no longer there, or what it said is deleted alone.</param>
    internal List<WithdrawnMission> Absent(bool namesAll) => Gone(m => m.Applied is not null && (m.Deleted || (namesAll && m.SeenAt == 0)));

    /// <summary>The missions that came and went within the run.</summary>
    internal List<WithdrawnMission> Passing() => Gone(m => m is { Applied: null, SentIn: > 0, Deleted: true });

    private List<WithdrawnMission> Gone(Func<Entry, bool> isGone) =>
    [
        .. missions.Where(m => isGone(m.Value)).OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => new WithdrawnMission(m.Key, m.Value.Applied ?? [])),
    ];

    /// <summary>The same missions as Catalog has them now, if the run has sent a version of them; without those that it does not have.</summary>
    internal async Task<List<WithdrawnMission>> Now(List<WithdrawnMission> gone, Guid feedId, ImporterConnections connections, CancellationToken ct)
    {
        var sent = gone.Where(m => missions[m.ClientId].SentIn > 0).Select(m => m.ClientId).ToArray();
        if (sent.Length == 0)
        {
            return gone;
        }

        await using var command = connections.Source.CreateCommand(
            "select client_id, applied_hash from importer.mission_state where feed_id = $1 and client_id = any($2) and applied_hash is not null");
        command.Parameters.Add(new() { Value = feedId });
        command.Parameters.Add(new() { Value = sent });
        var now = gone.Where(m => missions[m.ClientId].SentIn == 0).ToList();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            now.Add(new(reader.GetString(0), reader.GetFieldValue<byte[]>(1)));
        }

        return now;
    }

    internal static byte[] Digest(IEnumerable<string> clientIds) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', clientIds)));

    private struct Entry
    {
        internal byte[]? Applied;
        internal bool Settled;

        /// <summary>Where the feed showed it last; 0 when it did not.</summary>
        internal int SeenAt;

        /// <summary>What the feed showed last is a tombstone.</summary>
        internal bool Deleted;

        /// <summary>The stretch of the run, between two waits for all outcomes, in which it was sent last; 0 when it was not.</summary>
        internal int SentIn;
    }
}
