using System.Globalization;
using System.Text.Json.Nodes;
using Engagement.Testing;
using Microsoft.AspNetCore.Http;

namespace Engagement.EndToEnd.Tests;

/// <summary>A partner that publishes RPDE: from its pages to what a query finds.</summary>
public sealed class RpdeTests
{
    private const string Publisher = "Partenaire RPDE";
    private const int PageSize = 40;
    private readonly List<(int Change, int Id, string? Title)> items = [];
    private int change;

    [Fact]
    public async Task Missions_are_created_changed_and_withdrawn_by_change_number()
    {
        await using var database = await PostgresCluster.CreateDatabase();
        await using var partner = await FeedServer.Start(new Dictionary<string, RequestDelegate> { ["/missions"] = Send });
        await using var instance = await Instance.Start(database, partner.Allowed);
        foreach (var id in Enumerable.Range(1, 95))
        {
            Write(id, $"Mission numéro {id}");
        }

        (await Import(instance, partner)).AssertCounts(95, created: 95);
        Assert.Equal(95, (await Titles(instance)).Count);

        Write(5, "Mission numéro 5, le samedi");
        Write(7, title: null);
        Write(96, "Une mission de plus");
        (await Import(instance, partner)).AssertCounts(2, created: 1, updated: 1, withdrawn: 1);
        var titles = await Titles(instance);
        Assert.Equal(95, titles.Count);
        Assert.Equal("Mission numéro 5, le samedi", titles["5"]);
        Assert.Equal("Une mission de plus", titles["96"]);
        Assert.DoesNotContain("7", titles.Keys);

        (await Import(instance, partner)).AssertCounts(0);
    }

    private static async Task<Import> Import(Instance instance, FeedServer partner) =>
        await instance.ImportUrl(Publisher, $"{partner.Address}missions", format: "rpde");

    private static async Task<Dictionary<string, string>> Titles(Instance instance)
    {
        var missions = (await instance.Query("{ missions(first: 100) { nodes { clientId title } } }")).GetProperty("missions").GetProperty("nodes");
        return missions.EnumerateArray().ToDictionary(m => m.GetProperty("clientId").GetString()!, m => m.GetProperty("title").GetString()!);
    }

    /// <summary>An item that changes leaves its former place and comes last.</summary>
    private void Write(int id, string? title)
    {
        items.RemoveAll(i => i.Id == id);
        items.Add((++change, id, title));
    }

    private async Task Send(HttpContext context)
    {
        var after = int.TryParse(context.Request.Query["after"], CultureInfo.InvariantCulture, out var number) ? number : 0;
        var page = items.Where(i => i.Change > after).Take(PageSize).ToList();
        await context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["items"] = new JsonArray([.. page.Select(Item)]),
            ["next"] = $"/missions?after={(page.Count == 0 ? after : page[^1].Change)}",
            ["license"] = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        });
    }

    private static JsonNode Item((int Change, int Id, string? Title) item)
    {
        var node = new JsonObject { ["state"] = item.Title is null ? "deleted" : "updated", ["kind"] = "mission", ["id"] = item.Id, ["modified"] = item.Change };
        if (item.Title is { } title)
        {
            node["data"] = new JsonObject { ["title"] = title, ["description"] = "Utile à tous.", ["applicationUrl"] = $"https://example.fr/{item.Id}" };
        }

        return node;
    }
}
