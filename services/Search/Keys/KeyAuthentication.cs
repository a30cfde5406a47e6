using Engagement.GraphQL.Execution;
using Engagement.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace Engagement.Search.Keys;

/// <summary>Marks a path whose callers are known by their key, or are anonymous when they send none.</summary>
internal sealed class KeyOrAnonymous
{
    internal static readonly KeyOrAnonymous Instance = new();
}

/// <summary>
/// Turns the key of a request into its <see cref="Caller"/>. A key that is not good is 401, never an anonymous caller: a site whose key
/// was revoked must notice.
/// </summary>
internal static class KeyAuthentication
{
    // A key is not to be guessed; whoever sends wrong ones all the same shall not keep us busy.
    private const double CostOfBadKey = 500;

    private const string Bearer = "Bearer ";
    private static readonly string[] KeyHeaders = ["x-api-key", "apikey"];

    /// <summary>The path's callers are authenticated by key, anonymous ones allowed.</summary>
    internal static TBuilder RequireKeyOrAnonymous<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(KeyOrAnonymous.Instance);

    /// <summary>Authenticates the requests to paths mapped with <see cref="RequireKeyOrAnonymous{TBuilder}"/>.</summary>
    internal static void UseKeys(this WebApplication app)
    {
        var keys = app.Services.GetRequiredService<KeyRing>();
        var uses = app.Services.GetRequiredService<KeyUses>();
        var limits = app.Services.GetRequiredService<RateLimits>();
        app.Use((context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<KeyOrAnonymous>() is null)
            {
                return next(context);
            }

            if (BrowserOrigins.IsPreflight(context.Request))
            {
                return BrowserOrigins.AnswerPreflight(context, keys);
            }

            var caller = TextOf(context.Request.Headers) is { } text ? keys.Find(text) : Caller.Anonymous;
            if (caller is null)
            {
                return !keys.IsComplete ? AskLater(context)
                    : limits.Of(context) is { } budget && !budget.Admit(context, CostOfBadKey) ? RefuseMore(context)
                    : Refuse(context);
            }

            if (!BrowserOrigins.Admits(context, caller))
            {
                return BrowserOrigins.Refuse(context);
            }

            if (caller.KeyId is { } key)
            {
                uses.Note(key);
            }

            context.Features.Set(caller);
            return next(context);
        });
    }

    /// <summary>The key that the request carries, "" when it carries credentials that cannot be a key; null without any.</summary>
    private static string? TextOf(IHeaderDictionary headers)
    {
        if (!StringValues.IsNullOrEmpty(headers.Authorization))
        {
            var value = headers.Authorization.ToString();
            return value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? value[Bearer.Length..].Trim() : "";
        }

        foreach (var name in KeyHeaders)
        {
            if (headers.TryGetValue(name, out var value))
            {
                return value.ToString().Trim();
            }
        }

        return null;
    }

    private static Task AskLater(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.RetryAfter = "5";
        return TypedResults.Problem(
            title: "Service en cours de démarrage",
            detail: "Votre clé ne peut pas encore être vérifiée : réessayez dans quelques secondes.",
            statusCode: StatusCodes.Status503ServiceUnavailable,
            extensions: new Dictionary<string, object?> { ["code"] = "SERVICE_UNAVAILABLE" }).ExecuteAsync(context);
    }

    private static Task RefuseMore(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Problem(
            title: "Trop de demandes",
            detail: "Trop de clés refusées depuis votre réseau : corrigez la clé, et réessayez plus tard.",
            statusCode: StatusCodes.Status429TooManyRequests,
            extensions: new Dictionary<string, object?> { ["code"] = ErrorCodes.TooManyRequests }).ExecuteAsync(context);
    }

    private static Task Refuse(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        context.Response.Headers.CacheControl = "no-store";
        ProblemHttpResult problem = TypedResults.Problem(
            title: "Clé d'accès refusée",
            detail: "La clé est inconnue, expirée ou révoquée. Vérifiez-la, ou demandez-en une nouvelle; sans clé, seules les missions publiques sont lisibles.",
            statusCode: StatusCodes.Status401Unauthorized,
            extensions: new Dictionary<string, object?> { ["code"] = "KEY_REFUSED" });
        return problem.ExecuteAsync(context);
    }
}
