using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Engagement.Hosting;

/// <summary>What every service of Engagement has: clock, health, problem details, logs, an orderly end.</summary>
public static class ServiceDefaults
{
    /// <summary>Tag of the health checks that must pass before the service takes traffic.</summary>
    public const string Ready = "ready";

    /// <summary>Registers the defaults. Safe to call once per service that shares the process.</summary>
    public static void AddServiceDefaults(this WebApplicationBuilder builder)
    {
        if (builder.Services.Any(s => s.ServiceType == typeof(DefaultsMarker)))
        {
            return;
        }

        builder.Services.AddSingleton<DefaultsMarker>();
        builder.Services.AddClock();
        builder.Services.AddInternalOptions();
        builder.Services.AddSecurityHeaders();
        builder.Services.AddRefusals();
        builder.Services.AddRequestJson();
        builder.Services.AddRateLimits();
        builder.Services.AddBodyDeadlines();
        builder.Services.AddHealthChecks();
        builder.Services.AddHttpClient();
        builder.Services.AddInternalClient(SearchPosition.Client, o => o.Search);
        builder.Services.AddSingleton<SearchPosition>();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.WebHost.ConfigureKestrelDefaults();
        builder.ConfigureLogs();
    }

    /// <summary>
    /// Stands before every endpoint: security headers, refusals that say what is wrong, <c>/internal</c> closed, limits and deadlines. Maps
    /// <c>/health/live</c> (the process answers) and <c>/health/ready</c> (every check tagged <see cref="Ready"/> passes; the answer names
    /// each). Call it before anything else is mapped.
    /// </summary>
    public static void MapServiceDefaults(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseRefusals();
        app.UseInternalGuard();
        app.UseUnreadable();
        app.UseRequestPrices();
        app.UseBodyDeadlines();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(Ready),
            ResponseWriter = WriteReport,
        });
    }

    private static Task WriteReport(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        var answer = new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(e => e.Key, e => new { status = e.Value.Status.ToString(), description = e.Value.Description }),
        };
        return JsonSerializer.SerializeAsync(context.Response.Body, answer, cancellationToken: context.RequestAborted);
    }

    private sealed class DefaultsMarker;
}
