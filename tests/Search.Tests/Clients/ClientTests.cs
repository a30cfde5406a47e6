using System.Text.Json;
using Engagement.Search.Tests.Gateway;
using Engagement.Testing;
using Xunit.Abstractions;

namespace Engagement.Search.Tests.Clients;

/// <summary>The clients that partner sites use, against the running gateway: each pages through a search to its end.</summary>
[Collection(nameof(GatewaySample))]
public sealed class ClientTests(GatewaySample sample, ITestOutputHelper output)
{
    private const string Words = "aide devoirs";
    private const int PageSize = 10;

    private static string Schema => Path.Combine(Node.Folder, "..", "..", "docs", "schema.graphql");

    [Theory]
    [InlineData("Apollo Client 4", "clients/apollo.mjs")]
    [InlineData("urql 5", "clients/urql.mjs")]
    public Task A_client_pages_through_a_search(string client, string script) => Pages(client, script);

    [Fact]
    public Task A_generated_client_compiles_and_pages_through_a_search() => Pages("GraphQL Code Generator 7", "clients/typed/codegen.mjs", Schema);

    [Fact]
    public async Task Relays_compiler_takes_the_schema()
    {
        var artifacts = (await Node.Run("clients/relay/compile.mjs", Schema)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Contains("SearchListPaginationQuery.graphql.js", artifacts);
        Assert.Contains("SearchBackPaginationQuery.graphql.js", artifacts);
        // Refetched by node(id:).
        Assert.Contains("SearchOrganizationPaginationQuery.graphql.js", artifacts);
    }

    [Fact]
    public async Task The_schema_keeps_the_relay_rules() => Assert.Equal("", await Node.Run("relay-rules.mjs", Schema));

    [Fact]
    public async Task The_relay_rules_notice_a_schema_that_breaks_them()
    {
        var broken = Path.GetTempFileName();
        var text = await File.ReadAllTextAsync(Schema);
        await File.WriteAllTextAsync(broken, text
            .Replace("hasNextPage: Boolean!", "hasNextPage: Boolean", StringComparison.Ordinal)
            .Replace("node: Mission!", "node: [Mission!]", StringComparison.Ordinal));

        var faults = await Node.Run("relay-rules.mjs", broken);

        File.Delete(broken);
        Assert.Contains("relay-page-info", faults, StringComparison.Ordinal);
        Assert.Contains("relay-edge-types", faults, StringComparison.Ordinal);
    }

    private async Task Pages(string client, string script, params string[] before)
    {
        var said = await Node.Run(script, [.. before, sample.Endpoint.ToString(), GatewaySample.SiteKey, Words, $"{PageSize}"]);
        var answer = JsonDocument.Parse(said).RootElement;
        var ids = answer.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!).ToList();
        var expected = (await sample.World.Data($"{{ missions(search: \"{Words}\", first: 100, orderBy: POSTED_DATE) {{ nodes {{ id }} }} }}"))
            .GetProperty("missions").GetProperty("nodes").EnumerateArray().Select(m => m.GetProperty("id").GetString()!).ToList();

        output.WriteLine($"{client}: {ids.Count} missions on {answer.GetProperty("pages")} pages");
        Assert.True(expected.Count > 3 * PageSize, $"only {expected.Count} missions are found");
        Assert.Equal(expected, ids);
        Assert.Equal(expected.Count, answer.GetProperty("total").GetInt32());
        Assert.Equal((expected.Count + PageSize - 1) / PageSize, answer.GetProperty("pages").GetInt32());
    }
}
