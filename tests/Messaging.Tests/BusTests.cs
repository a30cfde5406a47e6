using System.Diagnostics;
using Engagement.Hosting;
using Engagement.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Engagement.Messaging.Tests;

public sealed class BusTests
{
    [Fact]
    public Task Changes_reach_a_follower_within_300_ms_over_memory() => Reach(new Dictionary<string, string?>());

    [Fact]
    public async Task Changes_reach_a_follower_within_300_ms_over_a_real_broker()
    {
        await using var broker = await RabbitBroker.Start();
        await Reach(broker.Settings);
    }

    [Fact]
    public async Task The_bus_sends_no_figures_of_the_instance_to_the_makers_of_its_library()
    {
        await using var host = await ServiceHost.Start(builder => builder.AddServiceDefaults(), _ => { });

        Assert.False(host.Services.GetRequiredService<IOptions<UsageTelemetryOptions>>().Value.Enabled);
    }

    [Fact]
    public async Task A_follower_misses_nothing_when_the_broker_comes_back_without_its_disk()
    {
        await using var world = await LogWorld.Create();
        var broker = await RabbitBroker.Start();
        await using var host = await world.Follow(settings: broker.Settings);
        var follower = host.Services.GetRequiredService<Recorder>();
        await world.Append(LogWorld.Entry());
        await Eventually.Holds(() => follower.Checkpoint == 1, "the first entry arrives");

        await broker.DisposeAsync();
        await world.Append(LogWorld.Entry(), LogWorld.Entry());
        await using var replacement = await RabbitBroker.Start(broker.Port);
        var last = await world.Append(LogWorld.Entry());

        await Eventually.Holds(() => follower.Checkpoint == last, "what was appended meanwhile arrives", seconds: 60);
        Assert.Equal([1, 2, 3, 4], follower.Numbers);
    }

    [Fact]
    public async Task A_dispatcher_that_starts_announces_what_was_appended_while_there_was_none()
    {
        await using var world = await LogWorld.Create();
        await using var broker = await RabbitBroker.Start();
        // Nothing but the bus has it look in time.
        await using var host = await world.Follow(TimeSpan.FromMinutes(10), owner: false, settings: broker.Settings);
        var follower = host.Services.GetRequiredService<Recorder>();
        await Eventually.Holds(() => follower.IsCaughtUp, "the empty log is followed");
        await host.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(15));
        var last = await world.Append(LogWorld.Entry(), LogWorld.Entry());

        await using var owner = await world.Start(settings: broker.Settings);

        await Eventually.Holds(() => follower.Checkpoint == last, "the follower pulls what is announced");
        Assert.Equal([1, 2], follower.Numbers);
    }

    private static async Task Reach(IReadOnlyDictionary<string, string?> settings)
    {
        await using var world = await LogWorld.Create();
        await using var host = await world.Follow(settings: settings);
        var follower = host.Services.GetRequiredService<Recorder>();
        await world.Append(LogWorld.Entry());
        await Eventually.Holds(() => follower.Checkpoint == 1, "the first entry arrives, and everything is warm");

        // The best of ten: other tests share the machine.
        var best = TimeSpan.MaxValue;
        for (var number = 2; number <= 11; number++)
        {
            var watch = Stopwatch.StartNew();
            await world.Append(LogWorld.Entry());
            await Eventually.Holds(() => follower.Checkpoint == number, "the entry arrives");
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        Assert.True(best < TimeSpan.FromMilliseconds(300), $"It took {best.TotalMilliseconds} ms at best.");
    }
}
