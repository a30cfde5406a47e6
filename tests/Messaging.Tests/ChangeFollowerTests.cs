using Engagement.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Messaging.Tests;

public sealed class ChangeFollowerTests
{
    [Fact]
    public async Task Follows_what_was_there_before_and_what_comes_after()
    {
        await using var world = await LogWorld.Create();
        await world.Append(LogWorld.Entry(), LogWorld.Entry());
        await using var host = await world.Follow();
        var follower = host.Services.GetRequiredService<Recorder>();
        await Eventually.Holds(() => follower.IsCaughtUp, "the two old entries are applied");

        var last = await world.Append(LogWorld.Entry(), LogWorld.Entry(), LogWorld.Entry());

        await Eventually.Holds(() => follower.Checkpoint == last, "the three new entries are applied");
        Assert.Equal([1, 2, 3, 4, 5], follower.Numbers);
        Assert.Equal(5, await world.Effects());
        Assert.Equal(5, await world.Database.Scalar<long>("select number from search.checkpoint where name = 'recorder'"));
    }
}
