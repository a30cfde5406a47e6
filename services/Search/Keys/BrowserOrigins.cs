using Engagement.Hosting;

namespace Engagement.Search.Keys;

/// <summary>
/// Browser keys: they stand in a page where anybody reads them, so they hold for the sites that the partner named. What browsers ask before they
/// let a page call (CORS) is answered for those sites alone.
/// </summary>
internal static class BrowserOrigins
{
    private const string RequestHeaders = "authorization, x-api-key, apikey, content-type, accept, if-none-match";
    private const string ResponseHeaders = "etag, " + Budget.Headers;

    /// <summary>A browser asks, without the key, whether the page may call.</summary>
    internal static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey("Access-Control-Request-Method") && request.Headers.Origin.Count == 1;

    internal static Task AnswerPreflight(HttpContext context, KeyRing keys)
    {
        var headers = context.Response.Headers;
        headers.Vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        if (keys.KnowsOrigin(context.Request.Headers.Origin.ToString()))
        {
            headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
            headers.AccessControlAllowMethods = "GET, POST";
            headers.AccessControlAllowHeaders = RequestHeaders;
            headers.AccessControlMaxAge = "600";
        }

        return Task.CompletedTask;
    }

    /// <summary>Whether the caller may call from where it does; lets the page read the answer when its key is a browser key.</summary>
    internal static bool Admits(HttpContext context, Caller caller)
    {
        if (caller.Origins is null)
        {
            return true;
        }

        var origin = context.Request.Headers.Origin.ToString();
        if (!caller.Origins.Contains(origin))
        {
            return false;
        }

        context.Response.Headers.AccessControlAllowOrigin = origin;
        context.Response.Headers.AccessControlExposeHeaders = ResponseHeaders;
        context.Response.Headers.Vary = "Origin";
        return true;
    }

    internal static Task Refuse(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Problem(
            title: "Origine refusée",
            detail: "Cette clé de navigateur ne vaut que depuis les sites pour lesquels elle a été créée. Appelez depuis l'un d'eux, ou utilisez une clé de serveur.",
            statusCode: StatusCodes.Status403Forbidden,
            extensions: new Dictionary<string, object?> { ["code"] = "ORIGIN_REFUSED" }).ExecuteAsync(context);
    }
}
