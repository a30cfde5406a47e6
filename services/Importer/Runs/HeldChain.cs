using Engagement.Contracts;
using Engagement.Importer.Storage;
using Npgsql;

namespace Engagement.Importer.Runs;

/// <summary>
/// The latest held runs of a feed that showed the same absences, without another that read something else in between. A run that could
/// read nothing tells nothing: it neither counts nor breaks the chain.
/// </summary>
/// <param name="Count">How many; 0 when the feed's last reading showed something else.</param>
/// <param name="First">The first of them, under which every absence is kept.</param>
/// <param name="Sequence">Its place among the runs of the feed. The clock may have been wrong; the order of the sequence never is.</param>
/// <param name="Since">When it began.</param>
/// <param name="Jumps">How far the clock has jumped since: no time that passed.</param>
/// <param name="IsTimeTrusted">False after a jump of the clock: then a person confirms, no time does.</param>
internal sealed record HeldChain(long Count, Guid? First, long Sequence, DateTimeOffset? Since, TimeSpan Jumps, bool IsTimeTrusted)
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(24);
    private const int Often = 3;

    /// <summary>True when one more run that shows them makes the absences believable: every run during 24 h, at least 3.</summary>
    internal bool IsConfirmedBy(DateTimeOffset run) => IsTimeTrusted && Since + Jumps <= run - Long && Count + 1 >= Often;

    internal static async Task<HeldChain> Read(Guid feedId, byte[] absentDigest, ImporterConnections connections, CancellationToken ct)
    {
        var time = await connections.Clock.Look(ct);
        await using var command = connections.Source.CreateCommand(
            """
            with other as (
                select coalesce(max(sequence), 0) as last from importer.run
                where feed_id = $1 and case trigger
                    when 'CONFIRMATION' then status = 'SUCCESS'
                    when 'UNDO' then true
                    -- Of a paged feed a run may show tombstones alone, or nothing any more.
                    else (received > 0 or status in ('SUCCESS', 'HELD')) and status <> 'RUNNING' and not (status = 'HELD' and absent_digest is not distinct from $2) end),
            chain as (
                select r.id, r.sequence, r.started_at, count(*) over () as runs
                from importer.run r, other where r.feed_id = $1 and r.status = 'HELD' and r.absent_digest = $2 and r.sequence > other.last)
            select runs, id, sequence, started_at,
                -- A jump that was noticed later began with the clock before it.
                (select coalesce(sum(milliseconds), 0)::bigint from importer.clock_jump where noticed_at > started_at)
            from chain order by sequence limit 1
            """);
        command.Parameters.Add(new() { Value = feedId });
        command.Parameters.Add(new() { Value = absentDigest });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new(
                reader.GetInt64(0),
                reader.GetGuid(1),
                reader.GetInt64(2),
                reader.GetFieldValue<DateTimeOffset>(3),
                TimeSpan.FromMilliseconds(reader.GetInt64(4)),
                time.IsTrusted)
            : new(0, null, long.MaxValue, null, TimeSpan.Zero, time.IsTrusted);
    }

    /// <summary>The missions that the chain found absent and that are still live; null when they are no longer kept.</summary>
    internal async Task<List<WithdrawnMission>?> Absent(Guid feedId, byte[] absentDigest, ImporterConnections connections, CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand(
            """
            select a.client_id, s.applied_hash
            from importer.held_absence a left join importer.mission_state s on s.feed_id = a.feed_id and s.client_id = a.client_id
            where a.feed_id = $1 and a.run_id = $2
            """);
        command.Parameters.Add(new() { Value = feedId });
        command.Parameters.Add(new() { Value = First!.Value });
        var missions = new List<(string ClientId, byte[]? Hash)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            missions.Add((reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1)));
        }

        // The order of the digest, which is not the database's.
        missions.Sort((a, b) => string.CompareOrdinal(a.ClientId, b.ClientId));
        return KnownMissions.Digest(missions.Select(m => m.ClientId)).AsSpan().SequenceEqual(absentDigest)
            ? [.. missions.Where(m => m.Hash is not null).Select(m => new WithdrawnMission(m.ClientId, m.Hash!))]
            : null;
    }

    /// <summary>The command that keeps the absences of a chain's first run; those of an earlier chain can no longer be confirmed.</summary>
    internal static NpgsqlBatchCommand Keep(Guid feedId, Guid runId, string[] absent) => new(
        """
        with former as (delete from importer.held_absence where feed_id = $1 and client_id not in (select unnest($3)))
        insert into importer.held_absence (feed_id, client_id, run_id) select $1, unnest($3), $2
        on conflict (feed_id, client_id) do update set run_id = excluded.run_id
        """)
    {
        Parameters = { new() { Value = feedId }, new() { Value = runId }, new() { Value = absent } },
    };
}
