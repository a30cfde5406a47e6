using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Contracts;

namespace Engagement.Catalog.Tests;

public sealed class OfferedMissionsTests
{
    [Fact]
    public async Task The_sum_changes_with_every_change_and_comes_back_with_it()
    {
        await using var world = await CatalogWorld.Create();
        var (a, b) = (CatalogWorld.Mission("a"), CatalogWorld.Mission("b"));
        await world.Apply(a, b);
        var before = await Sum(world);

        await world.Apply(CatalogWorld.Mission("a", "Un autre titre"));
        var changed = await Sum(world);
        await world.Apply(a);
        var back = await Sum(world);
        await world.Withdraw(CatalogWorld.Feed, b);
        var withdrawn = await Sum(world);

        Assert.Equal(2, before.Count);
        Assert.Equal(before, back);
        Assert.Equal(4, new[] { before, changed, withdrawn, default }.Distinct().Count());
        Assert.Equal(1, withdrawn.Count);
    }

    [Fact]
    public async Task What_another_source_or_publisher_offers_does_not_count()
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(CatalogWorld.Mission("a"));
        var batch = world.Batch(CatalogWorld.Mission("b"));
        await world.Apply(new MissionsReceived(batch.BatchId, batch.RunId, batch.PublisherId, "feed:2", batch.Organizations, batch.Missions));

        Assert.Equal(1, (await Sum(world)).Count);
        Assert.Equal(["a"], await ClientIds(world, limit: 5));
        Assert.Equal(["b"], await ClientIds(world, limit: 5, source: "feed:2"));
        Assert.Equal((0, "0"), await Sum(world, publisher: Guid.NewGuid()));
    }

    [Fact]
    public async Task Pages_name_each_mission_once_whatever_its_identifier()
    {
        await using var world = await CatalogWorld.Create();
        string[] ids = ["a", "B", "é", "é/1?x=&y", "10", "9", "a b", "ZZ", "_"];
        await world.Apply([.. ids.Select(id => CatalogWorld.Mission(id))]);

        Assert.Equal(ids.Order(StringComparer.Ordinal), (await ClientIds(world, limit: 2)).Order(StringComparer.Ordinal));
    }

    private static async Task<(long Count, string Hashes)> Sum(CatalogWorld world, Guid? publisher = null)
    {
        var sum = await world.Host.Client.GetFromJsonAsync<JsonElement>(
            $"/internal/catalog/offered/sum?publisherId={publisher ?? world.PublisherId}&source={CatalogWorld.Feed}");
        return (sum.GetProperty("count").GetInt64(), sum.GetProperty("hashes").GetString()!);
    }

    private static async Task<List<string>> ClientIds(CatalogWorld world, int limit, string source = CatalogWorld.Feed)
    {
        var ids = new List<string>();
        for (var after = (string?)""; after is not null;)
        {
            var page = await world.Host.Client.GetFromJsonAsync<JsonElement>(
                $"/internal/catalog/offered?publisherId={world.PublisherId}&source={source}&limit={limit}&after={Uri.EscapeDataString(after)}");
            ids.AddRange(page.GetProperty("missions").EnumerateArray().Select(m => m.GetProperty("clientId").GetString()!));
            after = page.GetProperty("next").GetString();
        }

        return ids;
    }
}
