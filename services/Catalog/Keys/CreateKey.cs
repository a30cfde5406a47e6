using Engagement.Catalog.Publishers;
using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Engagement.Catalog.Keys;

/// <summary>
/// Makes a key for a partner; a partner that is not known is created as one that shows missions. With origins it is a browser key, which may
/// read only.
/// </summary>
internal static class CreateKey
{
    internal static void Map(IEndpointRouteBuilder services) => services.MapPost("/catalog/keys", Handle);

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Handle(
        string? partner, string? scope, string? origin, PartnerDesk partners, KeyDesk keys, CancellationToken ct)
    {
        if (Slug.Of(partner ?? "") is not { Length: > 0 } slug)
        {
            return TypedResults.Problem("Name the partner, with at least one letter or digit: ?partner=NAME.", statusCode: StatusCodes.Status400BadRequest);
        }

        var scopes = Parts(scope ?? "read");
        if (scopes.Length == 0 || scopes.Except(ApiKey.KnownScopes).Any())
        {
            return TypedResults.Problem(
                $"Name scopes among {string.Join(", ", ApiKey.KnownScopes)}: ?scope=read,publish.", statusCode: StatusCodes.Status400BadRequest);
        }

        var origins = Parts(origin ?? "");
        if (origins.FirstOrDefault(o => !IsOrigin(o)) is { } bad)
        {
            return TypedResults.Problem(
                $"\"{bad}\" is no origin: name scheme and host, nothing else, in lower case: ?origin=https://site.example.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (origins.Length > 0 && scopes is not ["read"])
        {
            return TypedResults.Problem("A browser key, which anybody can read in a page, has the scope read alone.", statusCode: StatusCodes.Status400BadRequest);
        }

        var (publisher, _) = await partners.FindOrCreate(slug, partner!.Trim(), isPublisher: false, isPublic: false, ct);
        return TypedResults.Text(await keys.Create(publisher.Id, scopes, origins, ct), "text/plain");
    }

    private static string[] Parts(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Browsers send it so: compared letter by letter, never parsed again.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.GetLeftPart(UriPartial.Authority) == text;
}

/// <summary>Writes keys.</summary>
internal sealed class KeyDesk(IDbContextFactory<CatalogDb> contexts, [FromKeyedServices(CatalogDb.Schema)] ChangeLog log, TimeProvider clock)
{
    /// <summary>Makes a key and returns its text, which is not to be had again.</summary>
    internal async Task<string> Create(Guid publisherId, IReadOnlyList<string> scopes, IReadOnlyList<string> origins, CancellationToken ct)
    {
        var (key, text) = ApiKey.Create(publisherId, scopes, origins, clock.GetStoredNow());
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Keys.Add(key);
        await db.SaveChangesAsync(ct);
        await log.Append((NpgsqlTransaction)transaction.GetDbTransaction(), [key.ToChange()], ct);
        await transaction.CommitAsync(ct);
        return text;
    }
}
