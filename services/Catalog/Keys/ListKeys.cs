using Engagement.Catalog.Publishers;
using Engagement.Catalog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Catalog.Keys;

/// <summary>Lists keys, oldest first, all of them or a partner's: those that have ended too.</summary>
internal static class ListKeys
{
    private const int MostKeys = 1_000;

    /// <param name="Next">Where the next page begins (<c>?after=</c>); null after the last.</param>
    internal sealed record Page(IReadOnlyList<KeyView> Keys, Guid? Next);

    internal static void Map(IEndpointRouteBuilder services) => services.MapGet("/catalog/keys", Handle);

    private static async Task<IResult> Handle(
        HttpRequest http, string? partner, Guid? after, int? limit, IDbContextFactory<CatalogDb> contexts, TimeProvider clock, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var slug = string.IsNullOrWhiteSpace(partner) ? null : Slug.Of(partner);
        if (slug is not null && !await db.Publishers.AnyAsync(p => p.Slug == slug, ct))
        {
            return KeyAnswer.Refuse(http, $"No partner is called \"{partner}\".", StatusCodes.Status404NotFound);
        }

        var size = Math.Clamp(limit ?? MostKeys, 1, MostKeys);
        var (now, from) = (clock.GetUtcNow(), after ?? Guid.Empty);
        var found = await db.Keys.AsNoTracking()
            .Join(db.Publishers, k => k.PublisherId, p => p.Id, (key, p) => new { key, p.Slug })
            .Where(row => (slug == null || row.Slug == slug) && row.key.Id > from)
            .OrderBy(row => row.key.Id)
            .Take(size + 1)
            .ToListAsync(ct);
        List<KeyView> keys = [.. found.Take(size).Select(row => KeyView.Of(row.key, row.Slug, now))];
        var next = found.Count > size ? keys[^1].Id : (Guid?)null;
        return KeyAnswer.WantsText(http)
            ? TypedResults.Text(KeyText.Of(keys) + (next is null ? "" : $"more after {next}\n"))
            : TypedResults.Ok(new Page(keys, next));
    }
}
