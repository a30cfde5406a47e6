using Engagement.Importer.Feeds;
using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Engagement.Importer.Runs;

/// <summary>How a run ended, but for the counts that Catalog's outcomes have written.</summary>
internal sealed record RunEnd(string Status, RunReason? Reason, int Live = 0, int Absent = 0, byte[]? AbsentDigest = null)
{
    /// <summary>What the content that was read is recognised by.</summary>
    internal byte[]? Fingerprint { get; init; }

    /// <summary>How many of the withdrawals do not count for the guard.</summary>
    internal int Excused { get; init; }

    /// <summary>Where the reading began; null when it was not of changes only.</summary>
    internal string? ReadFrom { get; init; }

    /// <summary>The missions whose withdrawal the run is the first to hold, all of them; null when it is not.</summary>
    internal string[]? Held { get; init; }
}

/// <summary>When a run began: by the service's clock for people, by the processor's for durations.</summary>
/// <param name="At">For people.</param>
/// <param name="Timestamp">For durations.</param>
/// <param name="Sequence">Order of the content that it is about to read.</param>
/// <param name="RequestId">The stored request that it serves, or null.</param>
internal readonly record struct RunStart(DateTimeOffset At, long Timestamp, long Sequence, Guid? RequestId);

/// <summary>What became of a run since.</summary>
/// <param name="Times">How often it was confirmed, or undone, to the end.</param>
/// <param name="Changed">Whether that changed a mission.</param>
internal readonly record struct Followed(int Times, bool Changed);

/// <summary>Opens and closes the records of runs.</summary>
internal sealed class RunLedger(ImporterConnections connections, IDbContextFactory<ImporterDb> databases, TimeProvider clock)
{
    internal async Task<RunStart> Start(Guid? requestId, CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand(
            "select coalesce((select sequence from importer.import_request where id = $1), nextval('importer.reading_order'))");
        AddParameters(command.Parameters, requestId);
        return new(clock.GetUtcNow(), clock.GetTimestamp(), (long)(await command.ExecuteScalarAsync(ct))!, requestId);
    }

    /// <summary>A feed as it is set now, for whoever holds its lock; what an interrupted run left open is closed.</summary>
    internal async Task<Feed> TakeFeed(Guid feedId, CancellationToken ct)
    {
        await CloseOpen(feedId, RunReasons.Interrupted, ct);
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Feeds.AsNoTracking().SingleAsync(f => f.Id == feedId, ct);
    }

    internal async Task<Guid> Begin(Feed feed, string trigger, Guid? ofRun, RunStart start, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        await using var command = connections.Source.CreateCommand(
            "insert into importer.run (id, feed_id, trigger, status, started_at, of_run, request_id, sequence) values ($1, $2, $3, 'RUNNING', $4, $5, $6, $7)");
        AddParameters(command.Parameters, id, feed.Id, trigger, start.At, ofRun, start.RequestId, start.Sequence);
        await command.ExecuteNonQueryAsync(ct);
        return id;
    }

    /// <summary>
    /// Closes a run with its report, says what its feed learned, and removes the request that it served. The record is locked first, so that
    /// a late outcome is counted by the run or among those that are missing, never both.
    /// </summary>
    internal async Task Close(RunContext run, RunEnd end, FeedMark mark, RunStart start, CancellationToken ct)
    {
        await using var connection = await connections.Source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var locked = new NpgsqlCommand("select 1 from importer.run where id = $1 for update", connection, transaction) { Parameters = { new() { Value = run.Id } } };
        await locked.ExecuteNonQueryAsync(ct);
        await run.Report.TakeUnapplied(run.Id, connection, ct);
        var reportId = await StoreReport.Store(run.Feed.Id, run.Report, connection, transaction, ct);
        await using var commands = new NpgsqlBatch(connection, transaction);
        commands.BatchCommands.Add(CloseRecord(run, end, clock.GetElapsedTime(start.Timestamp), reportId));
        commands.BatchCommands.Add(UpdateFeed(run, end, mark));
        if (end.Held is { } absent)
        {
            commands.BatchCommands.Add(HeldChain.Keep(run.Feed.Id, run.Id, absent));
        }

        if (end.Reason != RunReasons.Interrupted)
        {
            commands.BatchCommands.Add(Command("delete from importer.import_request where id = $1", run.RequestId));
        }

        await commands.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>
    /// Closes the open run of a feed, whose own end is not known or cannot be written. What fails at once each time it is read must not be
    /// read each second: an interrupted run is taken up at once the first time only.
    /// </summary>
    internal async Task CloseOpen(Guid feedId, RunReason reason, CancellationToken ct)
    {
        await using var connection = await connections.Source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var find = new NpgsqlCommand("select id from importer.run where feed_id = $1 and status = 'RUNNING' for update", connection, transaction);
        AddParameters(find.Parameters, feedId);
        if (await find.ExecuteScalarAsync(ct) is not Guid runId)
        {
            return;
        }

        var report = new RunReport();
        await report.TakeUnapplied(runId, connection, ct);
        var reportId = await StoreReport.Store(feedId, report, connection, transaction, ct);
        await using var close = new NpgsqlCommand(
            """
            with closed as (
                update importer.run set status = 'FAILED', reason = $2, message = $3, ended_at = $4, report_id = coalesce($7, report_id),
                    -- Of its counts, those are kept whose outcome is known.
                    received = created + updated + unchanged + refused + duplicates + failed
                where id = $1 returning feed_id, of_run)
            update importer.feed set
                -- It may have brought a content that the feed takes back: that the feed is as before it would then be no news.
                etag = null, last_modified = null,
                failures = case when of_run is null then failures + 1 else failures end,
                next_run_at = case when of_run is not null or (failures = 0 and $5) then next_run_at
                    else greatest(next_run_at, $4 + least(interval_minutes * interval '1 minute', $6 * power(2, least(failures, 12)))) end
            from closed where id = feed_id
            """,
            connection, transaction);
        AddParameters(
            close.Parameters, runId, reason.Code, reason.Message, clock.GetUtcNow(), reason == RunReasons.Interrupted, RunPause.Shortest, reportId);
        await close.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>While the feed shows what this run imported nothing is imported from it: it is read again from where the run began.</summary>
    internal async Task Suspend(Run undone, CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand(
            """
            -- What was confirmed before is asked for again: a person has taken it back.
            with forgotten as (delete from importer.confirmed_absence where feed_id = $1)
            update importer.feed f set confirmed_fingerprint = null, etag = null, last_modified = null,
                undone_fingerprint = case
                    -- A run that is recognised by no content, or by one that is known, leaves an earlier suspension as it is.
                    when same then undone_fingerprint
                    when undone_fingerprint is null then $2
                    else substring(together from greatest(1, octet_length(together) + 1 - $5)) end,
                -- After several undos a paged feed is read from its start.
                cursor = case when same then f.cursor when undone_fingerprint is null then $3 end
            from (
                select id,
                    undone_fingerprint is not null and ($2 is null or position($2 in undone_fingerprint) > 0) as same,
                    undone_fingerprint || $2 || case when cursor is null and $3 is null then ''::bytea else $4 end as together
                from importer.feed) as undone
            where f.id = $1 and undone.id = f.id
            """);
        command.Parameters.Add(new() { Value = undone.FeedId });
        command.Parameters.Add(new() { Value = (object?)undone.Fingerprint ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { Value = (object?)undone.ReadFrom ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = UndoneContents.Unnamed });
        command.Parameters.Add(new() { Value = UndoneContents.Most * UndoneContents.Size });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Gives what a suspended feed shows its name among the undone contents, unless they have changed since.</summary>
    internal async Task NameUndone(Guid feedId, byte[] undone, byte[] named, CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand("update importer.feed set undone_fingerprint = $3 where id = $1 and undone_fingerprint = $2");
        AddParameters(command.Parameters, feedId, undone, named);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Ends a suspension: the next run imports what the feed shows from where the undone run began. What a person lets in is not held for
    /// its withdrawals either.
    /// </summary>
    /// <param name="feedId">The feed.</param>
    /// <param name="confirmed">The content that a person lets in; null when the feed shows another than the undone ones.</param>
    /// <param name="ct">Ends the writing.</param>
    /// <returns>False when there is no suspension, or none because of that content.</returns>
    internal async Task<bool> Resume(Guid feedId, byte[]? confirmed, CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand(
            """
            update importer.feed set confirmed_fingerprint = $2, undone_fingerprint = null, etag = null, last_modified = null
            where id = $1 and undone_fingerprint is not null and ($2 is null or position($2 in undone_fingerprint) > 0)
            """);
        command.Parameters.Add(new() { Value = feedId });
        command.Parameters.Add(new() { Value = (object?)confirmed ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea });
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>
    /// Ends a request without importing its file, when a later run of its feed has read something: the file would bring back old content.
    /// </summary>
    /// <returns>The record that says so; null when nothing came later.</returns>
    internal async Task<Guid?> Supersede(Guid requestId, CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand(
            """
            with late as (
                delete from importer.import_request q where q.id = $1 and exists (
                    select from importer.run r
                    where r.feed_id = q.feed_id and r.sequence > q.sequence and r.request_id is distinct from q.id and (r.status <> 'FAILED' or r.received > 0)
                        -- An undo shows nothing newer: the file may be the corrected one.
                        and r.trigger <> 'UNDO')
                returning q.id, q.feed_id, q.sequence)
            insert into importer.run (id, feed_id, trigger, status, reason, message, started_at, ended_at, seconds, request_id, sequence)
            select $2, feed_id, $3, 'FAILED', $4, $5, $6, $6, 0, id, sequence from late
            returning id
            """);
        AddParameters(
            command.Parameters, requestId, Guid.CreateVersion7(), RunTrigger.Request, RunReasons.Superseded.Code, RunReasons.Superseded.Message, clock.GetUtcNow());
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }

    internal async Task<List<Guid>> FeedsWithOpenRun(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Runs.Where(r => r.Status == RunStatus.Running).Select(r => r.FeedId).ToListAsync(ct);
    }

    internal async Task<Run?> Find(Guid runId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId, ct);
    }

    /// <summary>How often the run has been confirmed, or undone.</summary>
    internal async Task<Followed> Followed(Guid runId, string trigger, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var runs = db.Runs.Where(r => r.OfRun == runId && r.Trigger == trigger && r.Status == RunStatus.Success);
        return new(await runs.CountAsync(ct), await runs.AnyAsync(r => r.Updated + r.Withdrawn > 0, ct));
    }

    // Sent missions without an outcome count as failed; a late outcome will still confirm their hashes.
    private NpgsqlBatchCommand CloseRecord(RunContext run, RunEnd end, TimeSpan duration, Guid? reportId) => Command(
        """
        update importer.run set status = $2, reason = $3, message = $4, ended_at = $5, seconds = $6,
            received = $7, unchanged = unchanged + $8, refused = refused + $9, duplicates = $10, warnings = $11,
            live = $12, absent = $13, absent_digest = $14, fingerprint = $15, read_from = $16, excused = $17, report_id = $18,
            failed = failed + coalesce((select sum(cardinality(positions)) from importer.batch where run_id = $1 and kind = 'RECEIVED'), 0)
        where id = $1 and status = 'RUNNING'
        """,
        run.Id, end.Status, end.Reason?.Code, end.Reason?.Message, clock.GetUtcNow(), duration.TotalSeconds, run.Progress.Received,
        run.Progress.Unchanged, run.Progress.Refused, run.Progress.Duplicates, run.Progress.Warnings, end.Live, end.Absent, end.AbsentDigest, end.Fingerprint,
        end.ReadFrom, end.Excused, reportId);

    // What the server says of a content, and where the next reading begins, is kept when all of the content is in the catalog; otherwise the
    // next run must read it again. What another source has now may be free, or this feed's, by then. Of a feed that was set otherwise meanwhile
    // this run has learned nothing.
    private NpgsqlBatchCommand UpdateFeed(RunContext run, RunEnd end, FeedMark mark) => Command(
        """
        update importer.feed f set checked_at = $2, next_run_at = $3, failures = $11,
            -- Let in once: what comes later is judged like any content.
            confirmed_fingerprint = case when r.status = 'SUCCESS' and r.received > 0 and r.failed = 0 then null else f.confirmed_fingerprint end,
            etag = case when not same then f.etag when whole then $4 when r.received = 0 then f.etag end,
            last_modified = case when not same then f.last_modified when whole then $5 when r.received = 0 then f.last_modified end,
            cursor = case when same and whole then $6 else f.cursor end,
            cursor_at = case when same and (whole or r.reason = 'NOT_MODIFIED') then r.started_at else f.cursor_at end
        from importer.run r
        cross join lateral (
            select r.status = 'SUCCESS' and r.reason is null and r.failed = 0 and not $10) as ended (whole)
        cross join lateral (select g.url is not distinct from $7 and g.format = $8 and g.default_type = $9 from importer.feed g where g.id = r.feed_id) as settings (same)
        where r.id = $1 and f.id = r.feed_id and r.of_run is null
        """,
        run.Id, clock.GetUtcNow(), clock.GetUtcNow() + Pause(run, end), mark.Tags.Etag, mark.Tags.LastModified, mark.Cursor, run.Feed.Url, run.Feed.Format, run.Feed.DefaultType,
        run.Report.OtherSource.Count > 0, Failures(run, end));

    // A little earlier or later each time, so that feeds which began together do not stay together.
    private static TimeSpan Pause(RunContext run, RunEnd end) =>
        RunPause.After(Failures(run, end), TimeSpan.FromMinutes(run.Feed.IntervalMinutes), end.Reason?.Pause)
        * (0.95 + Random.Shared.NextDouble() * 0.1);

    private static int Failures(RunContext run, RunEnd end) => end.Status == RunStatus.Failed ? run.Feed.Failures + 1 : 0;

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        AddParameters(command.Parameters, values);
        return command;
    }

    private static void AddParameters(NpgsqlParameterCollection parameters, params ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }
    }
}
