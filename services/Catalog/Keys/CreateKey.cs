using Engagement.Catalog.Publishers;
using Microsoft.AspNetCore.Mvc;

namespace Engagement.Catalog.Keys;

/// <summary>
/// Makes a key for a partner; a partner that is not known is created as one that shows missions. With origins it is a browser key, which may
/// read only. The answer is the key's text alone, once Search takes the key.
/// </summary>
internal static class CreateKey
{
    /// <param name="Partner">Its name or short name.</param>
    /// <param name="Scope">What the key may do, with commas between.</param>
    /// <param name="Origin">Of a browser key: the sites, with commas between.</param>
    /// <param name="Expires">When it ends: a day (its end, in Paris) or an instant. Never without.</param>
    internal sealed record Request(
        [FromQuery] string? Partner, [FromQuery] string? Scope, [FromQuery] string? Origin, [FromQuery] string? Expires);

    private const int MostOrigins = 100;

    internal static void Map(IEndpointRouteBuilder services) => services.MapPost("/catalog/keys", Handle);

    private static async Task<IResult> Handle([AsParameters] Request request, HttpRequest http, PartnerDesk partners, KeyDesk keys, CancellationToken ct)
    {
        if (Slug.Of(request.Partner ?? "") is not { Length: > 0 } slug)
        {
            return KeyAnswer.Refuse(http, "Name the partner, with at least one letter or digit: ?partner=NAME.", StatusCodes.Status400BadRequest);
        }

        if (request.Partner!.Trim().Length > PartnerDesk.LongestName)
        {
            return KeyAnswer.Refuse(http, $"The partner's name has more than {PartnerDesk.LongestName} characters.", StatusCodes.Status400BadRequest);
        }

        var scopes = Parts(request.Scope ?? "read");
        var origins = Parts(request.Origin ?? "");
        if (Fault(scopes, origins) is { } fault)
        {
            return KeyAnswer.Refuse(http, fault, StatusCodes.Status400BadRequest);
        }

        DateTimeOffset? expiresAt = null;
        if (request.Expires is { Length: > 0 } date && !KeyTimes.TryReadEnd(date, keys.Now, out expiresAt, out var reason))
        {
            return KeyAnswer.Refuse(http, reason, StatusCodes.Status400BadRequest);
        }

        var (publisher, _) = await partners.FindOrCreate(slug, request.Partner!.Trim(), isPublisher: false, isPublic: false, ct);
        var (text, isApplied) = await keys.Create(publisher.Id, scopes, origins, expiresAt, ct);
        return TypedResults.Text(text, "text/plain", statusCode: KeyAnswer.Status(isApplied));
    }

    private static string? Fault(string[] scopes, string[] origins)
    {
        if (origins.Length > MostOrigins)
        {
            return $"A key is for {MostOrigins} sites at most: make another one.";
        }

        if (scopes.Length == 0 || scopes.Except(ApiKey.KnownScopes).Any())
        {
            return $"Name scopes among {string.Join(", ", ApiKey.KnownScopes)}: ?scope=read,publish.";
        }

        if (origins.FirstOrDefault(o => !IsOrigin(o)) is { } bad)
        {
            return $"\"{bad}\" is no origin: name scheme and host, nothing else, in lower case: ?origin=https://site.example.";
        }

        return origins.Length > 0 && scopes is not ["read"] ? "A browser key, which anybody can read in a page, has the scope read alone." : null;
    }

    private static string[] Parts(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Browsers send it so: compared letter by letter, never parsed again.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.GetLeftPart(UriPartial.Authority) == text;
}
