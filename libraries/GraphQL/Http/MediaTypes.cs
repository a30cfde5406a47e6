using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Engagement.GraphQL.Http;

/// <summary>The two media types of answers.</summary>
internal static class MediaTypes
{
    internal const string Response = "application/graphql-response+json";
    internal const string Json = "application/json";

    /// <summary>The media type to answer with, or null when the client takes neither. No preference: JSON, as the older clients expect.</summary>
    internal static string? Negotiate(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) || accepted.Count == 0)
        {
            return Json;
        }
        string? best = null;
        double bestQuality = 0;
        foreach (var range in accepted)
        {
            var quality = range.Quality ?? 1;
            var offered = Offer(range);
            if (offered is not null && quality > bestQuality)
            {
                (best, bestQuality) = (offered, quality);
            }
        }
        return best;
    }

    private static string? Offer(MediaTypeHeaderValue range)
    {
        if (range.Charset.HasValue && !range.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        if (range.MediaType.Equals(Response, StringComparison.OrdinalIgnoreCase))
        {
            return Response;
        }
        var isJson = range.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) || range.MatchesAllTypes
            || (range.MatchesAllSubTypes && range.Type.Equals("application", StringComparison.OrdinalIgnoreCase));
        return isJson ? Json : null;
    }
}
