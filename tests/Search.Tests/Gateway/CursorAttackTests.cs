using System.Text.Json;

namespace Engagement.Search.Tests.Gateway;

/// <summary>A cursor that is not of this list, this query and this caller gets its code, and the list goes on answering.</summary>
[Collection(nameof(GatewaySample))]
public sealed class CursorAttackTests(GatewaySample sample)
{
    private const string Missions = "query($after: String) { missions(first: 5, orderBy: POSTED_DATE, after: $after) { pageInfo { endCursor } } }";

    public static TheoryData<string, string> Garbage() => new()
    {
        { "empty", "" },
        { "one character", "x" },
        { "not base64url", "ü§€" },
        { "base64 of a number, as offset paging writes it", "YXJyYXljb25uZWN0aW9uOjA=" },
        { "JSON", "{\"id\":1}" },
        { "SQL", "' or 1=1; --" },
        { "spaces", new string(' ', 66) },
        { "of the right length", new string('A', 66) },
        { "long", new string('A', 100_000) },
        { "half a surrogate pair's replacement", "\uFFFD" },
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_is_no_cursor(string what, string cursor)
    {
        foreach (var list in new[] { "missions", "organizations", "publishers" })
        {
            foreach (var argument in new[] { "after", "before" })
            {
                var size = argument == "after" ? "first" : "last";
                var code = await sample.World.ErrorCode($"query($c: String) {{ {list}({size}: 5, {argument}: $c) {{ nodes {{ id }} }} }}", variables: new { c = cursor });
                Assert.True(code == "CURSOR_INVALID", $"{list}({argument}:) with {what} answers {code}");
            }
        }

        await StillAnswers();
    }

    [Fact]
    public async Task A_cursor_altered_at_any_place_is_refused()
    {
        var cursor = await Cursor(Missions);
        for (var i = 0; i < cursor.Length; i++)
        {
            // Another letter that differs in more than the last, unused bits.
            var altered = $"{cursor[..i]}{(cursor[i] is 'A' ? 'a' : 'A')}{cursor[(i + 1)..]}";
            var code = await sample.World.ErrorCode(Missions, variables: new { after = altered });
            Assert.True(code == "CURSOR_INVALID", $"altered at {i}: {code}");
        }

        foreach (var cut in new[] { cursor[..^1], cursor + "A", cursor + "=", cursor + cursor })
        {
            Assert.Equal("CURSOR_INVALID", await sample.World.ErrorCode(Missions, variables: new { after = cut }));
        }

        await StillAnswers();
    }

    [Theory]
    [InlineData("another search", "missions(first: 5, orderBy: POSTED_DATE, search: \"jardin\", after: $c) { nodes { id } }")]
    [InlineData("another filter", "missions(first: 5, orderBy: POSTED_DATE, filter: { domains: [\"education\"] }, after: $c) { nodes { id } }")]
    [InlineData("another order", "missions(first: 5, orderBy: START_DATE, after: $c) { nodes { id } }")]
    [InlineData("structures", "organizations(first: 5, after: $c) { nodes { id } }")]
    [InlineData("publishers", "publishers(first: 5, after: $c) { nodes { id } }")]
    [InlineData("a structure's missions", "organization(ref: { rna: \"W751000000\" }) { missions(after: $c) { nodes { id } } }")]
    public async Task A_cursor_of_missions_is_none_of(string what, string field)
    {
        Assert.NotEmpty(what);
        var cursor = await Cursor(Missions);
        Assert.Equal("CURSOR_MISMATCH", await sample.World.ErrorCode($"query($c: String) {{ {field} }}", variables: new { c = cursor }));
        await StillAnswers();
    }

    [Fact]
    public async Task A_cursor_of_one_key_is_none_of_another()
    {
        var cursor = await Cursor(Missions, GatewaySample.SiteKey);
        Assert.Equal("CURSOR_MISMATCH", await sample.World.ErrorCode(Missions, variables: new { after = cursor }));
        Assert.Equal("CURSOR_MISMATCH", await sample.World.ErrorCode(Missions, GatewaySample.OtherKey, new { after = cursor }));
        await sample.World.Data(Missions, GatewaySample.SiteKey, new { after = cursor });
    }

    [Fact]
    public async Task Another_page_size_goes_on_with_the_same_cursor()
    {
        var cursor = await Cursor(Missions);
        await sample.World.Data("query($c: String) { missions(first: 50, orderBy: POSTED_DATE, after: $c) { nodes { id } } }", variables: new { c = cursor });
    }

    private async Task<string> Cursor(string query, string? key = null) =>
        (await sample.World.Data(query, key)).GetProperty("missions").GetProperty("pageInfo").GetProperty("endCursor").GetString()!;

    private async Task StillAnswers()
    {
        var data = await sample.World.Data("{ missions { totalCount } }");
        Assert.Equal(JsonValueKind.Number, data.GetProperty("missions").GetProperty("totalCount").ValueKind);
    }
}
