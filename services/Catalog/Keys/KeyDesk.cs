using System.ComponentModel.DataAnnotations;
using Engagement.Catalog.Storage;
using Engagement.Contracts;
using Engagement.Hosting;
using Engagement.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Engagement.Catalog.Keys;

/// <summary>Section <c>Keys</c>, Catalog's part.</summary>
internal sealed class KeyOptions
{
    /// <summary>How long an order about a key waits until Search has applied it, before it answers that it will.</summary>
    [Range(0, 60)]
    public int AppliedWithinSeconds { get; init; } = 5;
}

/// <summary>What an operation did to a key.</summary>
/// <param name="Refusal">Why nothing was done; null when it was.</param>
/// <param name="IsChanged">False when the key had that state already.</param>
/// <param name="Made">A key that was made beside.</param>
/// <param name="Text">The text of that one.</param>
internal sealed record KeyStep(string? Refusal = null, bool IsChanged = true, ApiKey? Made = null, string? Text = null);

/// <summary>What became of an order about a key.</summary>
/// <param name="Key">The key as it is now; null when it is unknown.</param>
/// <param name="Partner">Short name of its partner.</param>
/// <param name="IsApplied">Whether Search has applied it.</param>
internal sealed record KeyOutcome(ApiKey? Key, string Partner, KeyStep Step, bool IsApplied);

/// <summary>Writes keys: each change with its entry in the log, in one transaction; then waits until Search has applied it.</summary>
internal sealed partial class KeyDesk(
    IDbContextFactory<CatalogDb> contexts,
    [FromKeyedServices(CatalogDb.Schema)] ChangeLog log,
    KeysInForce inForce,
    TimeProvider clock,
    ILogger<KeyDesk> logger)
{
    /// <summary>The time that keys are judged at.</summary>
    internal DateTimeOffset Now => clock.GetStoredNow();

    /// <summary>Makes a key and returns its text, which is not to be had again, and whether Search takes it already.</summary>
    internal async Task<(string Text, bool IsApplied)> Create(
        Guid publisherId, IReadOnlyList<string> scopes, IReadOnlyList<string> origins, DateTimeOffset? expiresAt, CancellationToken ct)
    {
        var (key, text) = ApiKey.Create(publisherId, scopes, origins, expiresAt, Now);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Keys.Add(key);
        await db.SaveChangesAsync(ct);
        var number = await log.Append((NpgsqlTransaction)transaction.GetDbTransaction(), [key.ToChange(Now)], ct);
        await transaction.CommitAsync(ct);
        Log.Written(logger, key.Id, publisherId, "created");
        return (text, await inForce.WaitFor(number, ct));
    }

    /// <summary>Changes a key that nobody else changes meanwhile.</summary>
    /// <param name="id">The key.</param>
    /// <param name="what">What is done, for the log: revoked, for example.</param>
    /// <param name="change">Does it, or says why not.</param>
    /// <param name="ct">Ends the waiting.</param>
    internal async Task<KeyOutcome> Change(Guid id, string what, Func<ApiKey, DateTimeOffset, KeyStep> change, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Keys.FromSql($"select * from catalog.api_key where id = {id} for update").SingleOrDefaultAsync(ct) is not { } key)
        {
            return new KeyOutcome(null, "", new KeyStep(), false);
        }

        var partner = await db.Publishers.Where(p => p.Id == key.PublisherId).Select(p => p.Slug).SingleAsync(ct);
        var now = Now;
        var step = change(key, now);
        if (step.Refusal is not null)
        {
            return new KeyOutcome(key, partner, step, false);
        }

        var npgsql = (NpgsqlTransaction)transaction.GetDbTransaction();
        var logged = step.IsChanged ? null : await Logged(npgsql, key, ct);
        if (logged is { } known)
        {
            // Asked again: what was answered before may not have reached who asked, nor the entry Search.
            return new KeyOutcome(key, partner, step, await inForce.WaitFor(known, ct));
        }

        if (!step.IsChanged)
        {
            // Somebody wrote the row by hand, which no follower learns.
            key.Repeat();
        }

        if (step.Made is { } made)
        {
            db.Keys.Add(made);
        }

        await db.SaveChangesAsync(ct);
        var number = await log.Append(npgsql, [.. step.Made is null ? Array.Empty<NewChange>() : [step.Made.ToChange(now)], key.ToChange(now)], ct);
        await transaction.CommitAsync(ct);
        Log.Written(logger, key.Id, key.PublisherId, what);
        return new KeyOutcome(key, partner, step, await inForce.WaitFor(number, ct));
    }

    /// <summary>The number of the key's last entry when it says what the row says; otherwise null.</summary>
    private static async Task<long?> Logged(NpgsqlTransaction transaction, ApiKey key, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select number, body from catalog.change where entity_id = $1 order by version desc limit 1", transaction.Connection, transaction)
        {
            Parameters = { new() { Value = key.Id } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct) || reader.IsDBNull(1))
        {
            return null;
        }

        var body = MessageJson.Read<KeyBody>(new RawJson(reader.GetFieldValue<byte[]>(1)));
        return (body.RevokedAt, body.ExpiresAt) == (key.RevokedAt, key.ExpiresAt) ? reader.GetInt64(0) : null;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 4201, Level = LogLevel.Information, Message = "Key {Key} of partner {Partner} was {What}")]
        internal static partial void Written(ILogger logger, Guid key, Guid partner, string what);
    }
}

/// <summary>Waits until an entry about a key is in force: Search, which every caller asks, has applied it.</summary>
internal sealed class KeysInForce(SearchPosition search, IOptions<KeyOptions> options)
{
    internal Task<bool> WaitFor(long number, CancellationToken ct) =>
        search.WaitFor(number, TimeSpan.FromSeconds(options.Value.AppliedWithinSeconds), ct);
}
