using Engagement.Importer.Feeds;
using Engagement.Importer.Storage;
using Engagement.Missions;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Imports;

/// <summary>Asks Catalog for a publisher, which it makes when unknown, and keeps the feed that imports by command use for it.</summary>
internal sealed class CatalogPublishers(IHttpClientFactory clients, IDbContextFactory<ImporterDb> databases)
{
    internal const string Client = "importer-catalog";

    /// <summary>The most characters of a partner's name: Catalog takes no more.</summary>
    private const int LongestName = 200;

    internal sealed record Request(string Name, bool Private);

    internal sealed record Publisher(Guid Id, string Slug, string Name, bool Created);

    /// <summary>What is wrong with a partner's name, or null.</summary>
    internal static string? FaultOf(string name) =>
        TextLimits.Exceeds(name, LongestName) ? $"the publisher's name has more than {LongestName} characters" : null;

    internal async Task<Feed> Ensure(string name, bool isPrivate, Action<Feed> configure, CancellationToken ct)
    {
        using var client = clients.CreateClient(Client);
        using var response = await client.PostAsJsonAsync("/internal/catalog/publishers", new Request(name, isPrivate), ct);
        response.EnsureSuccessStatusCode();
        var publisher = await response.Content.ReadFromJsonAsync<Publisher>(ct)
            ?? throw new HttpRequestException("Catalog answered without a publisher.");
        await using var db = await databases.CreateDbContextAsync(ct);
        var feed = await Find(db, publisher, ct);
        feed.Rename(publisher.Name);
        configure(feed);
        await db.SaveChangesAsync(ct);
        return feed;
    }

    private static async Task<Feed> Find(ImporterDb db, Publisher publisher, CancellationToken ct)
    {
        if (await db.Feeds.SingleOrDefaultAsync(f => f.PublisherId == publisher.Id && f.Name == Feed.Main, ct) is { } known)
        {
            return known;
        }

        // Somebody else may be making it at this moment.
        var made = new Feed(publisher.Id, publisher.Slug, publisher.Name, Feed.Main);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into importer.feed (id, publisher_id, publisher_slug, publisher_name, name, default_type, interval_minutes, paused)
            values ({made.Id}, {made.PublisherId}, {made.PublisherSlug}, {made.PublisherName}, {made.Name}, {made.DefaultType}, {made.IntervalMinutes}, false)
            on conflict (publisher_id, name) do nothing
            """,
            ct);
        return await db.Feeds.SingleAsync(f => f.PublisherId == publisher.Id && f.Name == Feed.Main, ct);
    }
}
