using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Engagement.Importer.Sessions;

/// <summary>The sessions that are open, in <c>importer.session</c>: every process of Importer knows them, and closes them for all (decision 11).</summary>
internal sealed class OpenSessions(IDbContextFactory<ImporterDb> databases, IOptions<SessionOptions> options, TimeProvider clock)
{
    private const int IdBytes = 32;

    /// <summary>A page is no reason to write when another was asked for within this time.</summary>
    private static readonly TimeSpan SeenAnew = TimeSpan.FromMinutes(1);

    private static readonly int IdLength = Base64Url.GetEncodedLength(IdBytes);

    private TimeSpan Idle => TimeSpan.FromMinutes(options.Value.IdleMinutes);

    /// <summary>Opens a session with a key and returns its id, for the cookie alone.</summary>
    internal async Task<string> Open(Guid keyId, CancellationToken ct)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        await using var db = await databases.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One after the other for a key, so that the bound holds.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('importer.session'), hashtext({keyId.ToString()}))", ct);
        var kept = db.Sessions.Where(s => s.KeyId == keyId).OrderByDescending(s => s.SeenAt).ThenBy(s => s.IdHash).Take(options.Value.PerKey - 1).Select(s => s.IdHash);
        await db.Sessions.Where(s => s.KeyId == keyId && !kept.Contains(s.IdHash)).ExecuteDeleteAsync(ct);
        db.Sessions.Add(Session.Open(HashOf(id), keyId, clock.GetUtcNow(), TimeSpan.FromHours(options.Value.Hours)));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return id;
    }

    /// <summary>The key that opened a session; null when it is not open, or never was.</summary>
    internal async Task<Guid?> Find(string id, CancellationToken ct)
    {
        if (id.Length != IdLength)
        {
            return null;
        }

        var (hash, now) = (HashOf(id), clock.GetUtcNow());
        await using var db = await databases.CreateDbContextAsync(ct);
        var open = Live(db.Sessions, now).Where(s => s.IdHash == hash);
        if (await open.Select(s => new { s.KeyId, s.SeenAt }).SingleOrDefaultAsync(ct) is not { } session)
        {
            return null;
        }

        if (session.SeenAt <= now - SeenAnew)
        {
            await open.ExecuteUpdateAsync(s => s.SetProperty(row => row.SeenAt, now), ct);
        }

        return session.KeyId;
    }

    /// <summary>Closes a session, if it is one.</summary>
    internal async Task Close(string id, CancellationToken ct)
    {
        var hash = HashOf(id);
        await using var db = await databases.CreateDbContextAsync(ct);
        await db.Sessions.Where(s => s.IdHash == hash).ExecuteDeleteAsync(ct);
    }

    /// <summary>Closes the sessions of a key that has ended.</summary>
    internal async Task CloseAll(Guid keyId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        await db.Sessions.Where(s => s.KeyId == keyId).ExecuteDeleteAsync(ct);
    }

    /// <summary>Removes those that have ended by themselves; how many.</summary>
    internal async Task<int> Sweep(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var idle = now - Idle;
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Sessions.Where(s => s.ExpiresAt <= now || s.SeenAt <= idle).ExecuteDeleteAsync(ct);
    }

    private IQueryable<Session> Live(IQueryable<Session> sessions, DateTimeOffset now)
    {
        var idle = now - Idle;
        return sessions.Where(s => s.ExpiresAt > now && s.SeenAt > idle);
    }

    private static byte[] HashOf(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id));
}
