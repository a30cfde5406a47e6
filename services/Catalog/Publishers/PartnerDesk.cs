using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Engagement.Catalog.Publishers;

/// <summary>Finds a partner by its slug, or makes it.</summary>
internal sealed class PartnerDesk(
    IDbContextFactory<CatalogDb> contexts,
    [FromKeyedServices(CatalogDb.Schema)] ChangeLog log,
    TimeProvider clock)
{
    /// <summary>The most characters of a partner's name.</summary>
    internal const int LongestName = 200;

    /// <summary>The partner, and whether it was made now. One that only showed missions becomes a publisher when it is asked for as one.</summary>
    internal async Task<(Publisher Publisher, bool Created)> FindOrCreate(string slug, string name, bool isPublisher, bool isPublic, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two calls for the same slug come one after the other, so that the second finds what the first made.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('catalog.publisher'), hashtext({slug}))", ct);
        var publisher = await db.Publishers.SingleOrDefaultAsync(p => p.Slug == slug, ct);
        var created = publisher is null;
        if (publisher is null)
        {
            db.Publishers.Add(publisher = Publisher.Create(slug, name, isPublisher, isPublic, clock.GetStoredNow()));
        }
        else if (isPublisher && !publisher.IsPublisher)
        {
            publisher.BeginToPublish(isPublic, clock.GetStoredNow());
        }
        else
        {
            return (publisher, false);
        }

        await db.SaveChangesAsync(ct);
        await log.Append((NpgsqlTransaction)transaction.GetDbTransaction(), [publisher.ToChange()], ct);
        await transaction.CommitAsync(ct);
        return (publisher, created);
    }

    /// <summary>A partner that only showed missions becomes a publisher, shown to nobody else until it opens to somebody.</summary>
    internal async Task BeginToPublish(Guid publisherId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Publishers.Where(p => p.Id == publisherId && !p.IsPublisher).Select(p => new { p.Slug, p.Name }).SingleOrDefaultAsync(ct) is { } partner)
        {
            await FindOrCreate(partner.Slug, partner.Name, isPublisher: true, isPublic: false, ct);
        }
    }
}
