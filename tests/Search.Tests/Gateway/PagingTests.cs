using System.Text.Json;

namespace Engagement.Search.Tests.Gateway;

/// <summary>Every list pages forward and backward to the same end, whatever the size.</summary>
[Collection(nameof(GatewaySample))]
public sealed class PagingTests(GatewaySample sample)
{
    [Theory]
    [InlineData("missions", "", GatewaySample.MissionCount)]
    [InlineData("missions", "search: \"jardin\"", 15)]
    [InlineData("missions", "orderBy: START_DATE", GatewaySample.MissionCount)]
    [InlineData("missions", "orderBy: DISTANCE, filter: { place: { near: { lat: 45.76, lon: 4.83, radiusKm: 1000, includeRemote: true } } }", GatewaySample.MissionCount)]
    [InlineData("organizations", "", GatewaySample.OrganizationCount)]
    [InlineData("organizations", "search: \"association\"", GatewaySample.OrganizationCount)]
    [InlineData("organizations", "filter: { networks: [\"Réseau pair\"] }", 13)]
    [InlineData("publishers", "", GatewaySample.PublisherCount)]
    public async Task Forward_and_backward_are_one_list(string list, string arguments, int count)
    {
        foreach (var size in new[] { 1, 3, 7, 100 })
        {
            if (size == 1 && count > 30)
            {
                continue;
            }

            var forward = await Walk(list, arguments, size, forward: true);
            var backward = await Walk(list, arguments, size, forward: false);
            Assert.Equal(count, forward.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(count, forward.Count);
            Assert.Equal(forward, backward);
        }
    }

    [Theory]
    [InlineData("missions")]
    [InlineData("organizations")]
    [InlineData("publishers")]
    public async Task A_page_goes_back_from_where_one_went_forward(string list)
    {
        var first = await Page(list, "first: 3");
        var second = await Page(list, $"first: 3, after: \"{Info(first, "endCursor").GetString()}\"");
        var back = await Page(list, $"last: 3, before: \"{Info(second, "startCursor").GetString()}\"");

        Assert.Equal(Ids(first), Ids(back));
        Assert.False(Info(first, "hasPreviousPage").GetBoolean());
        Assert.True(Info(second, "hasPreviousPage").GetBoolean());
        Assert.True(Info(back, "hasNextPage").GetBoolean());
        Assert.False(Info(back, "hasPreviousPage").GetBoolean());
    }

    [Theory]
    [InlineData("missions")]
    [InlineData("organizations")]
    [InlineData("publishers")]
    public async Task Arguments_that_contradict_each_other_are_refused(string list)
    {
        var cursor = Info(await Page(list, "first: 1"), "endCursor").GetString();
        foreach (var arguments in new[]
        {
            "first: 5, last: 5", "first: 0", "first: 101", "first: -1", "last: 0", "last: 101", "last: -1", $"first: 5, before: \"{cursor}\"",
            $"last: 5, after: \"{cursor}\"", $"before: \"{cursor}\"", $"after: \"{cursor}\", before: \"{cursor}\"",
        })
        {
            Assert.Equal("BAD_USER_INPUT", await sample.World.ErrorCode($"{{ {list}({arguments}) {{ totalCount }} }}"));
        }

        // Explicit nulls are as if absent: what generated clients send.
        Assert.Equal(Ids(await Page(list, "first: 20")), Ids(await Page(list, "first: null, last: null, after: null, before: null")));
    }

    [Fact]
    public async Task A_list_that_is_empty_has_no_cursors()
    {
        foreach (var (list, arguments) in new[] { ("missions", "search: \"introuvable\""), ("organizations", "search: \"introuvable\"") })
        {
            var page = await Page(list, arguments);
            Assert.Equal(0, page.GetProperty("totalCount").GetInt32());
            Assert.Empty(Ids(page));
            Assert.Equal(JsonValueKind.Null, Info(page, "startCursor").ValueKind);
            Assert.Equal(JsonValueKind.Null, Info(page, "endCursor").ValueKind);
            Assert.False(Info(page, "hasNextPage").GetBoolean());
            Assert.False(Info(page, "hasPreviousPage").GetBoolean());
        }
    }

    private static JsonElement Info(JsonElement page, string name) => page.GetProperty("pageInfo").GetProperty(name);

    private static List<string> Ids(JsonElement page) => [.. page.GetProperty("edges").EnumerateArray().Select(e => e.GetProperty("node").GetProperty("id").GetString()!)];

    private async Task<List<string>> Walk(string list, string arguments, int size, bool forward)
    {
        var ids = new List<string>();
        for (string? cursor = null; ;)
        {
            var place = cursor is null ? "" : $"{(forward ? "after" : "before")}: \"{cursor}\"";
            var page = await Page(list, $"{arguments} {(forward ? "first" : "last")}: {size} {place}");
            var edges = page.GetProperty("edges");
            ids.InsertRange(forward ? ids.Count : 0, Ids(page));
            Assert.Equal(cursor is not null, Info(page, forward ? "hasPreviousPage" : "hasNextPage").GetBoolean());
            Assert.Equal(Info(page, "startCursor").GetString(), edges[0].GetProperty("cursor").GetString());
            if (!Info(page, forward ? "hasNextPage" : "hasPreviousPage").GetBoolean())
            {
                return ids;
            }

            cursor = Info(page, forward ? "endCursor" : "startCursor").GetString();
        }
    }

    private async Task<JsonElement> Page(string list, string arguments) => (await sample.World.Data(
        $"{{ {list}({arguments}) {{ totalCount edges {{ cursor node {{ id }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}")).GetProperty(list);
}
