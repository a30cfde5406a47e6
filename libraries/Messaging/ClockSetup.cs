using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Engagement.Messaging;

/// <summary>How a service watches its clock.</summary>
public static class ClockSetup
{
    /// <summary>
    /// Registers the watch of a schema (keyed by it), the work that looks every half minute, and the health check <c>SCHEMA-clock</c>. It
    /// uses the <see cref="NpgsqlDataSource"/> that is registered under the same key.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="watched">Whose clock.</param>
    /// <param name="healthTags">Tags of the health checks, for example that of readiness.</param>
    public static void AddClockWatch(this IServiceCollection services, WatchedClock watched, params string[] healthTags)
    {
        var schema = watched.Schema;
        services.AddKeyedSingleton(schema, (provider, _) => new ClockWatch(
            watched,
            provider.GetRequiredKeyedService<NpgsqlDataSource>(schema),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ClockWatch>>()));
        services.AddSingleton<IHostedService>(provider => new WatchClock(
            provider.GetRequiredKeyedService<ClockWatch>(schema), provider.GetRequiredService<ILogger<WatchClock>>()));
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            $"{schema}-clock", provider => provider.GetRequiredKeyedService<ClockWatch>(schema), failureStatus: null, healthTags));
    }

    /// <summary>
    /// Maps <c>GET SCHEMA/clock</c> and <c>POST SCHEMA/clock/accept</c>. Map it inside the group that only services may call.
    /// </summary>
    public static void MapClock(this IEndpointRouteBuilder routes, string schema)
    {
        routes.MapGet($"/{schema}/clock", async (HttpContext context, CancellationToken ct) =>
            ClockAnswer.Of(await Watch(context, schema).Look(ct)));
        routes.MapPost($"/{schema}/clock/accept", async (HttpContext context, AcceptedClock request) =>
            string.IsNullOrWhiteSpace(request.By) || request.By.Length > AcceptedClock.MostCharacters
                ? Results.Problem(
                    $"Send who accepts (by), at most {AcceptedClock.MostCharacters} characters.", statusCode: StatusCodes.Status400BadRequest)
                : Results.Ok(ClockAnswer.Of(await Watch(context, schema).Accept(request.By.Trim(), context.RequestAborted))));
    }

    private static ClockWatch Watch(HttpContext context, string schema) =>
        context.RequestServices.GetRequiredKeyedService<ClockWatch>(schema);

    private sealed record AcceptedClock(string? By)
    {
        internal const int MostCharacters = 200;
    }

    /// <param name="Now">The service's clock.</param>
    /// <param name="Status">STEADY or JUMPED.</param>
    /// <param name="JumpedAt">When the jump was noticed.</param>
    /// <param name="JumpSeconds">How far the clock jumped; negative when it went back.</param>
    /// <param name="SteadySeconds">How much of the 24 hours has passed since.</param>
    private sealed record ClockAnswer(DateTimeOffset Now, string Status, DateTimeOffset? JumpedAt, long? JumpSeconds, long? SteadySeconds)
    {
        internal static ClockAnswer Of(ClockState state) => new(
            state.Now, state.IsTrusted ? "STEADY" : "JUMPED", state.Jump?.NoticedAt,
            (long?)state.Jump?.Size.TotalSeconds, (long?)state.Jump?.Steady.TotalSeconds);
    }
}

/// <summary>Looks at the clock every half minute, so that a jump is known when nothing else asks for the time.</summary>
internal sealed class WatchClock(ClockWatch watch, ILogger<WatchClock> logger) : RecurringWork(TimeSpan.FromSeconds(30), logger)
{
    protected override Task Round(CancellationToken ct) => watch.Look(ct);
}
