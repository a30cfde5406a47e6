using System.Text.Encodings.Web;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Engagement.Messaging;

/// <summary>
/// The set-up of MassTransit. Services that share a process share one bus: each names its consumers with <see cref="AddBusConsumers"/>,
/// and the program ends its registrations with one <see cref="AddBus"/>.
/// </summary>
public static class Bus
{
    /// <summary>
    /// Names consumers for the bus. Give each a stable endpoint name, which is its queue:
    /// <c>x.AddConsumer&lt;ReceiveMissions&gt;().Endpoint(e => e.Name = "catalog-receive-missions")</c>.
    /// </summary>
    public static void AddBusConsumers(this IServiceCollection services, Action<IBusRegistrationConfigurator> configure) =>
        services.AddSingleton(new Consumers(configure));

    /// <summary>Registers the bus with every consumer named so far: called last, once per process.</summary>
    public static void AddBus(this IHostApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Bus");
        builder.Services.AddOptions<BusOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        var options = section.Get<BusOptions>() ?? new BusOptions();
        builder.Services.AddMassTransit(bus =>
        {
            foreach (var consumers in Named(builder.Services))
            {
                consumers.Configure(bus);
            }

            // Short troubles are ridden out here; then the message goes to the endpoint's error queue. Nothing is lost meanwhile: the
            // importer sends again, followers pull.
            bus.AddConfigureEndpointsCallback((_, _, endpoint) => endpoint.UseMessageRetry(retry => retry.Intervals(200, 1_000, 3_000, 9_000)));
            // The library would send figures of the instance to its makers.
            bus.DisableUsageTelemetry();
            // A broker that is away makes things slow, not wrong: the service goes on and says that it is degraded.
            bus.ConfigureHealthCheckOptions(health => health.MinimalFailureStatus = HealthStatus.Degraded);
            switch (options.Transport)
            {
                case BusTransport.Memory:
                    bus.UsingInMemory((context, memory) => Configure(context, memory));
                    break;
                case BusTransport.RabbitMq:
                    bus.UsingRabbitMq((context, rabbit) =>
                    {
                        var broker = options.RabbitMq;
                        rabbit.Host(broker.Host, broker.Port, broker.VirtualHost, host =>
                        {
                            host.Username(broker.User);
                            host.Password(broker.Password);
                        });
                        Configure(context, rabbit);
                    });
                    break;
                default:
                    throw new InvalidOperationException($"Bus:Transport {options.Transport} is unknown: use Memory or RabbitMq.");
            }
        });
    }

    private static void Configure<T>(IBusRegistrationContext context, IBusFactoryConfigurator<T> bus)
        where T : IReceiveEndpointConfigurator
    {
        bus.ConfigureJsonSerializerOptions(json => new JsonSerializerOptions(json) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        bus.ConfigureEndpoints(context);
    }

    private static IEnumerable<Consumers> Named(IServiceCollection services) =>
        services.Where(s => s.ServiceType == typeof(Consumers)).Select(s => (Consumers)s.ImplementationInstance!).ToList();

    private sealed record Consumers(Action<IBusRegistrationConfigurator> Configure);
}
