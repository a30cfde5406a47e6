using Engagement.Missions;
using Engagement.Search.Indexing;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Search.Tests.Indexing;

public sealed class StructureMemoryTests
{
    private const int Many = 4_200;

    [Fact]
    public async Task A_structure_that_no_mission_names_leaves_the_memory_and_comes_back_when_one_does()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), Named(world, 0, "Secours du Quartier"), Of(world, "a", 0));
        await world.Publish(Enumerable.Range(1, Many).Select(i => Named(world, i, $"Association {i}")));
        await World.Until(() => Task.FromResult(Follower(world).Structures == 1), $"one structure is kept, not {Follower(world).Structures}");

        await world.Publish(Of(world, "b", 4_000));
        Assert.Equal((1, 1, 2), (await Found(world, "4000"), await Found(world, "secours"), Follower(world).Structures));

        await world.Publish(Named(world, 4_000, "Entraide Locale"));
        Assert.Equal((0, 1), (await Found(world, "4000"), await Found(world, "entraide")));

        // One that was renamed while no mission named it comes with its last name.
        await world.Publish(Named(world, 3_000, "Jardins Partagés"));
        await world.Publish(Of(world, "c", 3_000));
        Assert.Equal(1, await Found(world, "jardins"));
    }

    [Fact]
    public async Task A_start_reads_only_the_structures_that_missions_name()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), Named(world, 0, "Secours du Quartier"), Of(world, "a", 0), Named(world, 1, "Entraide Locale"), Of(world, "b", 1, "WITHDRAWN"));
        await world.StopSearch();

        await world.StartSearch();

        Assert.Equal((1, 1), (Follower(world).Structures, await Found(world, "secours")));
        await world.Publish(Of(world, "b", 1));
        Assert.Equal((2, 1), (Follower(world).Structures, await Found(world, "entraide")));
    }

    private static FollowReplica Follower(World world) => world.Host.Services.GetRequiredService<FollowReplica>();

    private static Messaging.NewChange Named(World world, int key, string name) => world.Organization("alpha", new OrganizationContent { Key = $"o{key}", Name = name });

    private static Messaging.NewChange Of(World world, string mission, int structure, string status = "ACCEPTED") =>
        world.Mission("alpha", World.Content(mission) with { OrganizationKey = $"o{structure}" }, status);

    private static async Task<int> Found(World world, string search) =>
        (await world.Data($"{{ missions(search: \"{search}\") {{ totalCount }} }}")).GetProperty("missions").GetProperty("totalCount").GetInt32();
}
