using Engagement.Contracts;
using Engagement.Importer.Storage;

namespace Engagement.Importer.Runs;

/// <summary>
/// A feed that suddenly lacks much of what it had is more often broken than right, also when it loses it bit by bit. Missions past their end
/// and withdrawals that a person confirmed do not count.
/// </summary>
internal sealed class WithdrawalGuard(ImporterConnections connections, EndedMissions ended)
{
    /// <summary>Looks at what a run would withdraw.</summary>
    /// <param name="run">The run.</param>
    /// <param name="absent">What it would withdraw.</param>
    /// <param name="known">What the feed had when it began.</param>
    /// <param name="fingerprint">What the content that it read is recognised by.</param>
    /// <param name="ct">Ends the look.</param>
    internal async Task<GuardVerdict> Judge(
        RunContext run, IReadOnlyList<WithdrawnMission> absent, KnownMissions known, ReadOnlyMemory<byte> fingerprint, CancellationToken ct)
    {
        if (absent.Count == 0)
        {
            return new GuardVerdict(default, 0);
        }

        if (run.Feed.ConfirmedFingerprint is { } confirmed && fingerprint.Span.SequenceEqual(confirmed))
        {
            return new GuardVerdict(new Losses(0, known.Live, 0, known.Live), absent.Count);
        }

        var past = await ended.Of(run.Feed, ct);
        past.RemoveWhere(clientId => !known.IsLive(clientId));
        var wanted = await ConfirmedAbsences.Among(run.Feed.Id, [.. absent.Select(m => m.ClientId)], connections, ct);
        var excused = absent.Count(m => past.Contains(m.ClientId) || wanted.Contains(m.ClientId));
        past.UnionWith(wanted);
        // A jump of the clock that nobody has noticed yet would pass for time.
        await connections.Clock.Look(ct);
        var (earlier, mostLive) = await Memory(run, known.Live, ct);
        return new GuardVerdict(new Losses(absent.Count - excused, known.Live - past.Count, earlier, mostLive - past.Count), excused);
    }

    /// <summary>What the feed withdrew in the last 24 hours, and the most that was live in the last 7 days, without jumps of the clock.</summary>
    private async Task<(int Earlier, int MostLive)> Memory(RunContext run, int live, CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand(
            """
            with jumped as (
                select coalesce(sum(abs(milliseconds)), 0) * interval '1 millisecond' as most from importer.clock_jump),
            lately as (
                select r.sequence, r.started_at + later.jumps as started_at, r.live,
                    r.trigger in ('SCHEDULE', 'REQUEST') as counts, r.withdrawn, r.excused,
                    -- What was undone is back.
                    exists (select from importer.run u where u.of_run = r.id and u.trigger = 'UNDO' and u.status = 'SUCCESS') as undone
                from importer.run r
                -- A jump of the clock is no time that passed: the runs before it began that much later by the clock of today.
                cross join lateral (
                    select coalesce(sum(milliseconds), 0) * interval '1 millisecond' as jumps
                    from importer.clock_jump where noticed_at > r.started_at) later
                -- The first condition is for the index.
                where r.feed_id = $1 and r.started_at > $2 - interval '7 days' - (select most from jumped)
                    and r.started_at + later.jumps > $2 - interval '7 days' and r.id <> $3),
            losses as (
                select sequence, started_at, live,
                    case when counts and not undone then greatest(withdrawn - excused, 0) else 0 end as counted,
                    case when undone then 0 when counts then excused else withdrawn end as excused
                from lately),
            bases as (
                select started_at, counted,
                    live - sum(excused) over (order by sequence rows between current row and unbounded following) as base
                from losses)
            select coalesce(sum(counted) filter (where started_at > $2 - interval '24 hours'), 0)::int, coalesce(max(base), 0)::int
            from bases
            """);
        command.Parameters.Add(new() { Value = run.Feed.Id });
        command.Parameters.Add(new() { Value = run.StartedAt });
        command.Parameters.Add(new() { Value = run.Id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt32(0), Math.Max(live, reader.GetInt32(1)));
    }
}

/// <summary>What the guard says of a run.</summary>
/// <param name="Losses">What counts.</param>
/// <param name="Excused">How many of the withdrawals do not count.</param>
internal readonly record struct GuardVerdict(Losses Losses, int Excused);

/// <summary>What a feed loses, without what does not count.</summary>
/// <param name="Absent">What a run would withdraw.</param>
/// <param name="Live">What was live when it began.</param>
/// <param name="Earlier">What the feed withdrew in the 24 hours before.</param>
/// <param name="MostLive">The most that was live in the last 7 days.</param>
internal readonly record struct Losses(int Absent, int Live, int Earlier, int MostLive)
{
    private const int SmallFeed = 100;

    /// <summary>True when it is more than a feed usually loses: the withdrawals wait for a person.</summary>
    internal bool AreTooMany => Absent > 0 && (IsTooMuchAtOnce || IsTooMuchInADay);

    private bool IsTooMuchAtOnce => IsMore(Absent, 20, Live, 20) || (Live <= SmallFeed && IsMore(Absent, 5, Live, 50));

    /// <summary>True when only what went before makes it too much.</summary>
    internal bool IsOfADay => !IsTooMuchAtOnce && IsTooMuchInADay;

    private bool IsTooMuchInADay =>
        IsMore(Absent + Earlier, 20, MostLive, 20) || (Live <= SmallFeed && IsMore(Absent + Earlier, 5, MostLive, 50));

    private static bool IsMore(int lost, int number, int of, int percent) => lost > number && (long)lost * 100 > (long)of * percent;
}
