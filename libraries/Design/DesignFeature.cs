using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Engagement.Design;

/// <summary>Pages for people: what they need of the host, their theme, and how an endpoint answers one.</summary>
public static class DesignFeature
{
    private const string ThemeMapped = "Engagement.Design.Theme";

    // Pictures may come from partners' sites; nothing else comes from elsewhere, and no script runs.
    private const string ContentPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' https: http: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Registers what pages are rendered with. Safe to call once per service that shares the process.</summary>
    public static void AddDesign(this IServiceCollection services)
    {
        services.AddRazorComponents();
        if (!services.Any(s => s.ImplementationType == typeof(ProblemPages)))
        {
            // Before the framework's writer, which would answer JSON to whoever takes anything.
            services.Insert(0, ServiceDescriptor.Singleton<IProblemDetailsWriter, ProblemPages>());
        }

        // Accents as they are: the pages are UTF-8, and an encoded one is five times as long.
        services.TryAddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
    }

    /// <summary>Serves the theme, for a year: its address changes with its content. Safe to call once per service that shares the process.</summary>
    public static void MapDesign(this WebApplication app)
    {
        if (!((IApplicationBuilder)app).Properties.TryAdd(ThemeMapped, true))
        {
            return;
        }

        app.MapGet(Theme.Path, (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return TypedResults.Bytes(Theme.Css, "text/css; charset=utf-8");
        });
    }

    /// <summary>A page as the answer of an endpoint, with headers that keep it to itself.</summary>
    /// <param name="context">The request.</param>
    /// <param name="parameters">The page's parameters by name.</param>
    /// <param name="status">The status code.</param>
    public static RazorComponentResult Page<TPage>(this HttpContext context, object? parameters = null, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        SetPageHeaders(context.Response);
        return new RazorComponentResult<TPage>(parameters ?? new { }) { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>The headers of every page: no script, no frame, no guessing of types, no cache shared or kept.</summary>
    public static void SetPageHeaders(this HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ContentPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
    }
}
