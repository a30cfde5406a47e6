using Engagement.Hosting;

namespace Engagement.Importer.Sessions;

/// <summary>
/// The cookie of a partner's session: its random id and nothing else. No script reads it and no other site's request carries it.
/// </summary>
internal sealed class SessionCookie(IHostEnvironment environment)
{
    internal const string Name = "engagement-partner";

    /// <summary>What the cookie holds; null without one. Only <see cref="OpenSessions"/> knows whether it is a session.</summary>
    internal static string? Read(HttpRequest request) => request.Cookies[Name] is { Length: > 0 } id ? id : null;

    internal void Write(HttpContext context, string id) => context.Response.Cookies.Append(Name, id, Options(context));

    internal void Remove(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context));

    // A development machine may have no certificate; elsewhere the cookie never travels in the open, whatever a proxy in front does.
    private CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = !environment.IsDevelopment() || context.ClientScheme() == Uri.UriSchemeHttps,
        Path = "/feeds",
        IsEssential = true,
    };
}
