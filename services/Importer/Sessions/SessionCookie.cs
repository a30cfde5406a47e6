using System.Security.Cryptography;
using Engagement.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace Engagement.Importer.Sessions;

/// <summary>
/// The cookie of a partner's session: the hash of the key that opened it, encrypted and signed, for a working day. No script reads it and no
/// other site's request carries it.
/// </summary>
internal sealed class SessionCookie(IDataProtectionProvider protection, IHostEnvironment environment)
{
    internal const string Name = "engagement-partner";
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);
    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("importer.session").ToTimeLimitedDataProtector();

    /// <summary>The hash of the key that opened the session; null without one, or when it has ended.</summary>
    internal string? Read(HttpRequest request)
    {
        if (request.Cookies[Name] is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            return protector.Unprotect(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    internal void Write(HttpContext context, string keyHash) => context.Response.Cookies.Append(Name, protector.Protect(keyHash, Life), Options(context));

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
