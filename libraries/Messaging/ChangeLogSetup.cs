using Engagement.Contracts;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Engagement.Messaging;

/// <summary>How a service holds a change log, or follows one.</summary>
public static class ChangeLogSetup
{
    /// <summary>
    /// Registers the log of a schema (keyed by it), its dispatcher and its compaction. They use the <see cref="NpgsqlDataSource"/> that is
    /// registered under the same key, and its clock must be watched (<see cref="ClockSetup.AddClockWatch"/>): nothing is deleted by a clock
    /// that jumped.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="schema">The schema that holds the log.</param>
    /// <param name="follower">
    /// Name of the HTTP client and path by which a follower tells, at start, the highest number that it knows; null: no one is asked.
    /// </param>
    /// <param name="healthTags">Tags of the health check of the compaction, for example that of readiness.</param>
    public static void AddChangeLog(
        this IServiceCollection services, string schema, (string Client, string Path)? follower = null, params string[] healthTags)
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        services.AddKeyedSingleton(schema, new ChangeLog(schema) { Opened = follower is null ? Task.CompletedTask : opened.Task });
        if (follower is { } known)
        {
            services.AddSingleton<IHostedService>(provider => new OpenChangeLog(
                provider.GetRequiredKeyedService<ChangeLog>(schema),
                provider.GetRequiredKeyedService<NpgsqlDataSource>(schema),
                ct => provider.GetRequiredService<IHttpClientFactory>().CreateClient(known.Client).GetAsync(known.Path, ct),
                opened,
                provider.GetRequiredService<ILogger<OpenChangeLog>>()));
        }

        services.AddSingleton<IHostedService>(provider => new ChangeLogDispatcher(
            provider.GetRequiredKeyedService<ChangeLog>(schema),
            provider.GetRequiredKeyedService<NpgsqlDataSource>(schema),
            provider.GetRequiredService<IBus>(),
            provider.GetRequiredService<ILogger<ChangeLogDispatcher>>()));
        services.AddKeyedSingleton(schema, (provider, _) => new ChangeLogCompaction(
            provider.GetRequiredKeyedService<ChangeLog>(schema),
            provider.GetRequiredKeyedService<NpgsqlDataSource>(schema),
            provider.GetRequiredKeyedService<ClockWatch>(schema),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ChangeLogCompaction>>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<ChangeLogCompaction>(schema));
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            $"{schema}-compaction", provider => provider.GetRequiredKeyedService<ChangeLogCompaction>(schema), failureStatus: null,
                healthTags));
    }

    /// <summary>
    /// Maps <c>GET changes?after=N&amp;limit=…</c>, which answers <see cref="Changes"/>: what followers pull. With <c>mark</c> it also says
    /// whether the log still has the entry at <c>after</c>; <c>known</c> is the highest number that the follower knows, above which the log
    /// goes on. Map it inside the group that only services may call.
    /// </summary>
    public static void MapChangeLog(this IEndpointRouteBuilder routes, string schema) =>
        routes.MapGet("/changes", (HttpContext context, [AsParameters] ChangePage.Request request) => ChangePage.Answer(context, schema, request));

    /// <summary>
    /// Registers a follower, its background work, its place on the bus and its health check (<c>follower-NAME</c>: unhealthy until it has
    /// caught up once, degraded while entries are parked).
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The follower's name, as in its settings: names its queue and its health check.</param>
    /// <param name="healthTags">Tags of the health check, for example that of readiness.</param>
    public static void AddChangeFollower<TFollower>(this IServiceCollection services, string name, params string[] healthTags)
        where TFollower : ChangeFollower
    {
        services.TryAddSingleton<TFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<TFollower>());
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            $"follower-{name}", provider => provider.GetRequiredService<TFollower>(), failureStatus: null, healthTags));
        services.AddBusConsumers(bus => bus.AddConsumer<DeliverChanges<TFollower>>().Endpoint(endpoint =>
        {
            // A queue for each process that lives as long as it: what a follower missed it pulls, so the broker need not keep it.
            endpoint.Name = $"{name}-changes";
            endpoint.InstanceId = $"-{Guid.NewGuid():N}";
            endpoint.Temporary = true;
            endpoint.ConcurrentMessageLimit = 1;
            endpoint.PrefetchCount = 8;
        }));
    }
}

/// <summary>Bounds of what is read from a log at once.</summary>
internal static class PageLimits
{
    internal const int Published = 200;
    internal const int PublishedBytes = 1_000_000;
    internal const int Pulled = 2_000;
    internal const int PulledBytes = 8_000_000;
}

/// <summary>Hands what the bus brings to the follower, which puts it in order.</summary>
internal sealed class DeliverChanges<TFollower>(TFollower follower) : IConsumer<Changes>
    where TFollower : ChangeFollower
{
    public async Task Consume(ConsumeContext<Changes> context) => await follower.Deliver(context.Message, context.CancellationToken);
}
