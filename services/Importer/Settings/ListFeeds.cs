using Engagement.Importer.Contacts;
using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Settings;

/// <summary><c>GET /internal/importer/feeds?publisher=</c>: the feeds and how they are set, by publisher.</summary>
internal static class ListFeeds
{
    private const int Most = 1000;

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/importer/feeds", Handle);

    private static async Task<IResult> Handle(
        IDbContextFactory<ImporterDb> databases, FeedContacts contacts, CancellationToken ct, string? publisher = null)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var feeds = publisher is null ? db.Feeds : db.Feeds.Where(f => f.PublisherName == publisher || f.PublisherSlug == publisher);
        var some = await feeds.AsNoTracking().OrderBy(f => f.PublisherSlug).ThenBy(f => f.Name).Take(Most).ToListAsync(ct);
        var theirs = await contacts.Of(some.ConvertAll(f => f.Id), ct);
        return TypedResults.Ok(some.Select(feed => FeedView.Of(feed, theirs)));
    }
}
