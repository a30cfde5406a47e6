using Engagement.Messaging;
using Engagement.Missions;
using Engagement.Testing;

namespace Engagement.Search.Tests.Replica;

/// <summary>What readers are shown after a restore of the log's database, or of the replica's, under the running Search.</summary>
public sealed class RestoreTests
{
    [Fact]
    public async Task A_restored_log_is_shown_as_it_is()
    {
        await using var world = await World.Start();
        var structure = new OrganizationContent { Key = "o1", Name = "Secours du Quartier" };
        var kept = await world.Publish(
            world.Publisher("alpha"), world.Organization("alpha", structure), world.Mission("alpha", World.Content("a") with { OrganizationKey = "o1" }),
            world.Mission("alpha", World.Content("b")), world.Key("alpha", "eng_old"));
        await world.Publish(
            world.Organization("alpha", structure with { Name = "Entraide Locale" }), world.Mission("alpha", World.Content("b", "Un autre titre")),
            world.Mission("alpha", World.Content("c")), world.Publisher("beta"), world.Mission("beta", World.Content("d")), world.Key("alpha", "eng_new"));
        Assert.Equal("a b c d", await Shown(world));
        Assert.Equal("Un autre titre", await Title(world, "b"));

        await world.Database.Execute($"delete from catalog.change where number > {kept}");
        await world.StopSearch();
        await world.StartSearch();

        await World.Until(async () => await Shown(world) == "a b", "the restored missions are shown");
        Assert.Equal("Aide aux devoirs", await Title(world, "b"));
        Assert.Equal("a", await Shown(world, "search: \"secours\""));
        Assert.Equal("", await Shown(world, "search: \"entraide\""));
        Assert.True(await IsGood(world, "eng_old"));
        Assert.False(await IsGood(world, "eng_new"));
        Assert.Contains("restored to an earlier moment", await world.Host.Client.GetStringAsync("/health/ready"), StringComparison.Ordinal);
        Assert.Equal(0, await world.Database.Scalar<long>($"select count(*) from search.mission where number > {kept} or number = 0"));
    }

    [Fact]
    public async Task The_same_without_a_restart()
    {
        await using var world = await World.Start();
        var kept = await world.Publish(world.Publisher("alpha"), world.Mission("alpha", World.Content("a")), world.Mission("alpha", World.Content("b")));
        var lost = await world.Publish(world.Mission("alpha", World.Content("b", "Un autre titre")), world.Mission("alpha", World.Content("c")), world.Key("alpha", "eng_new"));
        Assert.Equal("Un autre titre", await Title(world, "b"));

        await world.Database.Execute($"delete from catalog.change where number > {kept}; insert into catalog.change_floor values ({lost})");
        var next = await world.Append(world.Mission("alpha", World.Content("e")));

        Assert.Equal(lost + 1, next);
        await World.Until(async () => await Shown(world) == "a b e", "the restored missions and the new one are shown");
        Assert.Equal("Aide aux devoirs", await Title(world, "b"));
        Assert.False(await IsGood(world, "eng_new"));
        Assert.Equal((next, next), await world.Position());
    }

    // With synchronous_commit off, or on a standby that was behind, the last commits of the replica and of the log are lost together; new entries
    // take their place before Search has its connections again.
    [Fact]
    public async Task What_memory_has_of_lost_commits_goes()
    {
        await using var world = await World.Start();
        var kept = await world.Publish(world.Publisher("alpha"), world.Mission("alpha", World.Content("a")));
        await world.Database.Execute("create table public.checkpoint as table search.checkpoint");
        await world.Publish(world.Mission("alpha", World.Content("b")), world.Mission("alpha", World.Content("c")));
        Assert.Equal("a b c", await Shown(world));

        await world.Database.Execute(
            $"""
            begin;
            delete from catalog.change where number > {kept};
            delete from search.mission where number > {kept};
            delete from search.checkpoint; insert into search.checkpoint table public.checkpoint;
            commit;
            select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
            """);

        await World.Until(async () => await Shown(world) == "a", "what was lost is shown no more");
        await Eventually.Holds(async () => await Append(world, world.Mission("alpha", World.Content("e"))), "a new entry is appended");
        await World.Until(async () => await Shown(world) == "a e", "the new mission is shown");
    }

    [Fact]
    public async Task A_replica_restored_alone_is_as_before_again()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Mission("alpha", World.Content("a")));
        await world.Database.Execute("create table public.checkpoint as table search.checkpoint; create table public.mission as table search.mission");
        await world.Publish(world.Mission("alpha", World.Content("b")), world.Mission("alpha", World.Content("a", "Un autre titre")));

        await world.Database.Execute(
            """
            begin; delete from search.mission; insert into search.mission table public.mission;
            delete from search.checkpoint; insert into search.checkpoint table public.checkpoint; commit
            """);
        await world.Publish(world.Mission("alpha", World.Content("c")));

        await World.Until(async () => await world.Database.Scalar<long>("select count(*) from search.mission") == 3, "the replica is whole");
        await World.Until(async () => await Shown(world) == "a b c", "all are shown");
        Assert.Equal("Un autre titre", await Title(world, "a"));
        Assert.DoesNotContain("restored", await world.Host.Client.GetStringAsync("/health/ready"), StringComparison.Ordinal);
    }

    private static async Task<bool> IsGood(World world, string key) =>
        (await world.Ask("{ viewer { publisher { name } } }", key)).TryGetProperty("data", out _);

    private static async Task<bool> Append(World world, NewChange entry)
    {
        try
        {
            await world.Append(entry);
            return true;
        }
        catch (Npgsql.NpgsqlException)
        {
            return false;
        }
    }

    private static async Task<string> Shown(World world, string arguments = "first: 100")
    {
        var nodes = (await world.Data($"{{ missions({arguments}) {{ nodes {{ clientId }} }} }}")).GetProperty("missions").GetProperty("nodes");
        return string.Join(' ', nodes.EnumerateArray().Select(n => n.GetProperty("clientId").GetString()).Order(StringComparer.Ordinal));
    }

    private static async Task<string?> Title(World world, string clientId)
    {
        var nodes = (await world.Data("{ missions(first: 100) { nodes { clientId title } } }")).GetProperty("missions").GetProperty("nodes");
        return nodes.EnumerateArray().Single(n => n.GetProperty("clientId").GetString() == clientId).GetProperty("title").GetString();
    }
}
