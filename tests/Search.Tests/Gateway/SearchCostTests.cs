using Xunit.Abstractions;

namespace Engagement.Search.Tests.Gateway;

/// <summary>A search costs what it makes the server do, and ends with the words of a long sentence.</summary>
public sealed class SearchCostTests(ITestOutputHelper output) : IAsyncLifetime
{
    private World world = null!;

    public async Task InitializeAsync()
    {
        world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Mission("alpha", World.Content("m-1")));
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Theory]
    [InlineData("missions(search: $s) { totalCount }", 50)]
    [InlineData("organizations(search: $s) { totalCount }", 16)]
    [InlineData("missionMap(search: $s, zoom: 3, bounds: { west: 0, south: 0, east: 1, north: 1 }) { totalCount }", 50)]
    public async Task Each_word_has_its_price_and_too_many_are_refused(string field, int most)
    {
        var prices = new List<double>();
        foreach (var words in new[] { 1, 2, most })
        {
            var answer = await Ask(field, Text(words));
            Assert.False(answer.TryGetProperty("errors", out var errors), $"{words} words: {errors}");
            prices.Add(answer.GetProperty("extensions").GetProperty("cost").GetDouble());
        }

        output.WriteLine($"{field}: {string.Join(", ", prices)}");
        Assert.Equal((most - 1) * (prices[1] - prices[0]), prices[2] - prices[0]);
        Assert.True(prices[1] > prices[0]);
        // A text with the words in the document costs the same.
        var literal = await world.Ask($"{{ {field.Replace("$s", $"\"{Text(most)}\"", StringComparison.Ordinal)} }}");
        Assert.Equal(prices[2], literal.GetProperty("extensions").GetProperty("cost").GetDouble());
        var refused = await Ask(field, Text(most + 1));
        Assert.Equal("BAD_USER_INPUT", refused.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Two_hundred_and_fifty_words_in_fifteen_aliases_are_refused_before_they_are_looked_for()
    {
        var aliases = string.Concat(Enumerable.Range(0, 15).Select(i => $"a{i}: organizations(search: $s) {{ totalCount }} "));

        var code = await world.ErrorCode($"query($s: String) {{ {aliases} }}", null, new { s = Text(250) });

        Assert.Equal("COST_EXCEEDED", code);
    }

    [Fact]
    public async Task Each_value_of_a_filter_has_its_price()
    {
        async Task<double> Cost(int values) =>
            (await world.Ask("query($f: MissionFilter) { missions(filter: $f) { totalCount } }", null, new { f = new { tags = Enumerable.Range(0, values).Select(i => $"t{i}") } }))
            .GetProperty("extensions").GetProperty("cost").GetDouble();

        var (one, hundred, thousand) = (await Cost(1), await Cost(100), await Cost(1000));
        output.WriteLine($"{one}, {hundred}, {thousand}");
        Assert.Equal((99d / 999).ToString("F6"), ((hundred - one) / (thousand - one)).ToString("F6"));
        Assert.True(thousand > one);
    }

    // Distinct, and each part of other words: the dearest.
    private static string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(i => words > 60 ? "a" : $"{(char)('a' + (i / 26))}{(char)('a' + (i % 26))}"));

    private Task<System.Text.Json.JsonElement> Ask(string field, string text) =>
        world.Ask($"query($s: String) {{ {field} }}", null, new { s = text });
}
