using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Engagement.Messaging;

/// <summary>A jump of the clock that nobody has accepted yet.</summary>
/// <param name="NoticedAt">When it was noticed, by the clock after the jump.</param>
/// <param name="Size">How far the clock jumped; negative when it went back.</param>
/// <param name="Steady">How much time has passed since without another jump.</param>
public sealed record ClockJump(DateTimeOffset NoticedAt, TimeSpan Size, TimeSpan Steady);

/// <summary>What a service thinks of its clock.</summary>
/// <param name="Now">The clock.</param>
/// <param name="Jump">The jump that waits for its acceptance; null when the clock is trusted.</param>
public sealed record ClockState(DateTimeOffset Now, ClockJump? Jump)
{
    /// <summary>False after a jump: then nothing may be done that only time allows.</summary>
    public bool IsTrusted => Jump is null;
}

/// <summary>Whose clock is watched.</summary>
/// <param name="Schema">The schema of the service, which has the tables of <see cref="ClockWatch.CreateTables"/>.</param>
/// <param name="NewestStored">A query of the newest time that the service stored, for a start without a row in its table.</param>
/// <param name="IsFixed">Whether a clock stands still by its setting: it is what an operator said it is.</param>
public sealed record WatchedClock(string Schema, string NewestStored, Func<TimeProvider, bool> IsFixed);

/// <summary>
/// Compares the clock with the processor's timer, which no one sets. Where they differ by more than an hour over the same span, or the
/// clock at start stands before the last time that the service stored, the clock has jumped: it is not trusted until an operator accepts
/// it, or 24 hours pass without another jump. The state is kept in the table <c>clock</c> of the service's schema, so that a restart does
/// not forget it.
/// </summary>
public sealed partial class ClockWatch(WatchedClock watched, NpgsqlDataSource source, TimeProvider clock, ILogger<ClockWatch> logger)
    : IHealthCheck
{
    private static readonly TimeSpan Most = TimeSpan.FromHours(1);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Probation = TimeSpan.FromHours(24);

    // Clocks of two machines that each keep good time differ by less.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>Jumps that are remembered, so that their table cannot grow.</summary>
    private const int MostJumps = 100;

    private readonly string schema = watched.Schema;
    private readonly bool isFixed = watched.IsFixed(clock);
    private readonly SemaphoreSlim turn = new(1);
    private readonly ClockSpan span = new(clock, Most);
    private volatile ClockState? last;

    /// <summary>The statements that create its tables, for a migration of their owner.</summary>
    public static string CreateTables(string schema) =>
        $"""
        -- One row: what the service thinks of its clock.
        create table {schema}.clock (
            id smallint primary key default 1 check (id = 1),
            -- The clock when a process last looked.
            seen_at timestamptz not null,
            -- Milliseconds that passed while a process ran and the clock did not jump.
            steady bigint not null check (steady >= 0),
            -- The last jump that nobody accepted: when it was noticed, how far it went, and what steady was.
            jumped_at timestamptz null,
            jump_milliseconds bigint null,
            jump_steady bigint null,
            accepted_at timestamptz null,
            accepted_by text null check (length(accepted_by) <= 200),
            check ((jumped_at is null) = (jump_milliseconds is null) and (jumped_at is null) = (jump_steady is null))
        );
        -- Every jump, accepted or not: when it was noticed, by the clock after it, and how far it went. The last ones are kept.
        create table {schema}.clock_jump (
            id bigint generated always as identity primary key,
            noticed_at timestamptz not null,
            milliseconds bigint not null
        );
        """;

    /// <summary>Whether the clock may be trusted at this moment; asks the database at the first time only.</summary>
    public async ValueTask<bool> IsTrusted(CancellationToken ct) => isFixed || ((last ?? await Look(ct)).IsTrusted && !span.HasJumped);

    /// <summary>Looks at the clock, writes down what it finds, and returns it. Call it before anything that only time allows.</summary>
    public Task<ClockState> Look(CancellationToken ct) => Look(null, ct);

    /// <summary>Trusts the clock as it stands now.</summary>
    /// <param name="by">Who says so.</param>
    /// <param name="ct">Ends the writing.</param>
    public async Task<ClockState> Accept(string by, CancellationToken ct)
    {
        var state = await Look(by, ct);
        Log.Accepted(logger, schema, state.Now, by);
        return state;
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(last switch
        {
            _ when isFixed => HealthCheckResult.Healthy("the clock is fixed by its setting"),
            null => HealthCheckResult.Healthy("not looked at yet"),
            { Jump: { } jump } => HealthCheckResult.Degraded(string.Create(
                CultureInfo.InvariantCulture,
                $"the clock jumped by {jump.Size:c}, noticed at {jump.NoticedAt:u}: nothing expires, is pruned or confirmed by itself "
                + $"until ./dev clock --accept, or until {Probation - jump.Steady:c} more have passed")),
            _ => HealthCheckResult.Healthy("steady"),
        });

    private async Task<ClockState> Look(string? acceptedBy, CancellationToken ct)
    {
        if (isFixed)
        {
            return last = new ClockState(clock.GetUtcNow(), null);
        }

        await turn.WaitAsync(ct);
        try
        {
            // Several that ask at the same time need one answer.
            if (acceptedBy is null && last is { } state && !span.HasJumped && span.SinceKept() < Fresh)
            {
                return state with { Now = clock.GetUtcNow() };
            }

            return last = await Store(acceptedBy, ct);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<ClockState> Store(string? acceptedBy, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var known = await Read(transaction, ct);
        var stored = known?.SeenAt ?? await NewestStored(transaction, ct);
        // Read after the row is locked: what another process stored meanwhile is not newer than this.
        var look = span.Look();
        var jumped = look.Jump ?? (last is null && look.Now < stored - Skew ? look.Now - stored : null);
        var steady = (known?.Steady ?? 0) + Passed(look, known, jumped);
        var jump = jumped is { } size ? new StoredJump(look.Now, (long)size.TotalMilliseconds, steady) : known?.Jump;
        if (jumped is { } noticed)
        {
            Log.Jumped(logger, schema, noticed, look.Now);
            await WriteJump(transaction, look.Now, noticed, ct);
        }

        if (acceptedBy is not null || (jump is not null && steady - jump.Steady >= Probation.TotalMilliseconds))
        {
            jump = null;
        }

        await Write(transaction, look.Now, steady, jump, acceptedBy, ct);
        await transaction.CommitAsync(ct);
        span.Keep(look);
        return new ClockState(
            look.Now,
            jump is null
                ? null
                : new ClockJump(jump.At, TimeSpan.FromMilliseconds(jump.Milliseconds), TimeSpan.FromMilliseconds(steady - jump.Steady)));
    }

    /// <summary>
    /// What this look adds: what has passed since any process last looked, and no more than this one saw pass by its timer.
    /// </summary>
    private static long Passed(ClockLook look, StoredClock? known, TimeSpan? jumped) => jumped is not null || known is null
        ? 0
        : (long)Math.Max(0, Math.Min(look.Timer.TotalMilliseconds, (look.Now - known.SeenAt).TotalMilliseconds));

    private async Task<StoredClock?> Read(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select seen_at, steady, jumped_at, jump_milliseconds, jump_steady from {schema}.clock for update",
            transaction.Connection,
            transaction);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return !await reader.ReadAsync(ct)
            ? null
            : new StoredClock(
                reader.GetFieldValue<DateTimeOffset>(0),
                reader.GetInt64(1),
                await reader.IsDBNullAsync(2, ct)
                    ? null
                    : new StoredJump(reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt64(3), reader.GetInt64(4)));
    }

    /// <summary>What the service stored last before it had this table, or before its row was lost.</summary>
    private async Task<DateTimeOffset?> NewestStored(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(watched.NewestStored, transaction.Connection, transaction);
        return await command.ExecuteScalarAsync(ct) is DateTime newest ? new DateTimeOffset(newest) : null;
    }

    private async Task WriteJump(NpgsqlTransaction transaction, DateTimeOffset now, TimeSpan size, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            with written as (insert into {schema}.clock_jump (noticed_at, milliseconds) values ($1, $2) returning id)
            delete from {schema}.clock_jump j using written where j.id <= written.id - {MostJumps}
            """,
            transaction.Connection,
            transaction);
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = (long)size.TotalMilliseconds });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task Write(
        NpgsqlTransaction transaction, DateTimeOffset now, long steady, StoredJump? jump, string? acceptedBy, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            insert into {schema}.clock (seen_at, steady, jumped_at, jump_milliseconds, jump_steady, accepted_at, accepted_by)
            values ($1, $2, $3, $4, $5, case when $6::text is not null then $1 end, $6)
            on conflict (id) do update set seen_at = excluded.seen_at, steady = excluded.steady, jumped_at = excluded.jumped_at,
                jump_milliseconds = excluded.jump_milliseconds, jump_steady = excluded.jump_steady,
                accepted_at = coalesce(excluded.accepted_at, {schema}.clock.accepted_at),
                accepted_by = coalesce(excluded.accepted_by, {schema}.clock.accepted_by)
            """,
            transaction.Connection,
            transaction);
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = steady });
        command.Parameters.Add(new() { Value = (object?)jump?.At.UtcDateTime ?? DBNull.Value, DataTypeName = "timestamptz" });
        command.Parameters.Add(new() { Value = (object?)jump?.Milliseconds ?? DBNull.Value, DataTypeName = "bigint" });
        command.Parameters.Add(new() { Value = (object?)jump?.Steady ?? DBNull.Value, DataTypeName = "bigint" });
        command.Parameters.Add(new() { Value = (object?)acceptedBy ?? DBNull.Value, DataTypeName = "text" });
        await command.ExecuteNonQueryAsync(ct);
    }

    private sealed record StoredJump(DateTimeOffset At, long Milliseconds, long Steady);

    private sealed record StoredClock(DateTimeOffset SeenAt, long Steady, StoredJump? Jump);

    private static partial class Log
    {
        [LoggerMessage(EventId = 1161, Level = LogLevel.Error,
            Message = "The clock of {Schema} jumped by {Size} to {Now}: nothing expires, is pruned or confirmed by itself until it is accepted "
                + "(./dev clock --accept) or 24 hours pass without another jump")]
        internal static partial void Jumped(ILogger logger, string schema, TimeSpan size, DateTimeOffset now);

        [LoggerMessage(EventId = 1162, Level = LogLevel.Warning, Message = "The clock of {Schema} was accepted at {Now} by {By}")]
        internal static partial void Accepted(ILogger logger, string schema, DateTimeOffset now, string by);
    }
}
