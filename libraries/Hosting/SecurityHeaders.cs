using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Engagement.Hosting;

/// <summary>Section <c>Https</c>: what browsers are asked to remember of the site.</summary>
public sealed class HttpsOptions
{
    /// <summary>
    /// For how many days a browser that came over https must not use http for this host (HSTS); 0: browsers are not asked. Raise it only once
    /// every address of the host works over https: browsers do not forget before the time is over.
    /// </summary>
    [Range(0, 730, ErrorMessage = "Https:StrictDays is a number of days from 0 (off) to 730.")]
    public int StrictDays { get; init; }

    /// <summary>Whether the same holds for every host below this one.</summary>
    public bool StrictSubdomains { get; init; }
}

/// <summary>
/// The security headers of every answer, whoever makes it: an endpoint, an error or the front door. An answer that has a stricter or a more
/// exact header keeps it.
/// </summary>
internal static class SecurityHeaders
{
    // Answers that are no page load nothing and stand in no frame; a page has a policy of its own.
    private const string NoContent = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    internal static void AddSecurityHeaders(this IServiceCollection services) =>
        services.AddOptions<HttpsOptions>().BindConfiguration("Https").ValidateDataAnnotations().ValidateOnStart();

    internal static void UseSecurityHeaders(this WebApplication app)
    {
        var strict = StrictTransport(app.Services.GetRequiredService<IOptions<HttpsOptions>>().Value);
        app.Use((context, next) =>
        {
            // At the start of the answer: what handles an exception clears the headers that were set before.
            context.Response.OnStarting(
                static state =>
                {
                    var (response, strict) = ((HttpResponse, StringValues))state;
                    Set(response, strict);
                    return Task.CompletedTask;
                },
                (context.Response, strict));
            return next(context);
        });
    }

    private static void Set(HttpResponse response, StringValues strict)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.TryAdd("Referrer-Policy", new StringValues("no-referrer"));
        headers.TryAdd("Content-Security-Policy", new StringValues(NoContent));
        // Over http the header means nothing; on a developer's machine it would lock every other site of localhost out.
        if (strict.Count > 0 && response.HttpContext.ClientScheme() == "https" && !IsLocal(response.HttpContext.Request.Host.Host))
        {
            headers.StrictTransportSecurity = strict;
        }
    }

    private static StringValues StrictTransport(HttpsOptions options) => options.StrictDays == 0
        ? default
        : FormattableString.Invariant($"max-age={options.StrictDays * 86_400}{(options.StrictSubdomains ? "; includeSubDomains" : "")}");

    private static bool IsLocal(string host) => host is "localhost" or "127.0.0.1" or "[::1]";
}
