using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.GraphQL;
using Engagement.GraphQL.Execution;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Engagement.Search.Tests.Gateway;

/// <summary>Each limit holds on the gateway, to the unit, with its own code.</summary>
[Collection(nameof(GatewaySample))]
public sealed class LimitTests(GatewaySample sample)
{
    private const string Deep = "missions(first:1){nodes{organization{missions(first:1){nodes{organization{missions(first:1){nodes{organization{X}}}}}}}}}";

    private static readonly Dictionary<string, (string Within, string Beyond, string Code)> Limits = new()
    {
        ["depth 10"] = ($"{{{Deep.Replace("X", "name", StringComparison.Ordinal)}}}", $"{{{Deep.Replace("X", "missions{totalCount}", StringComparison.Ordinal)}}}", ErrorCodes.TooDeep),
        ["introspection 20"] = (Introspection(20), Introspection(21), ErrorCodes.TooDeep),
        ["aliases 15"] = (Repeat(15, i => $"a{i}:__typename "), Repeat(16, i => $"a{i}:__typename "), ErrorCodes.TooManyAliases),
        ["aliases 15 inside introspection"] = ($"{{__schema{Repeat(15, i => $"a{i}:__typename ")}}}", $"{{__schema{Repeat(16, i => $"a{i}:__typename ")}}}", ErrorCodes.TooManyAliases),
        ["aliases 15 inside a type's introspection"] = (
            $"{{__type(name:\"Query\"){Repeat(15, i => $"a{i}:name ")}}}", $"{{__type(name:\"Query\"){Repeat(16, i => $"a{i}:name ")}}}", ErrorCodes.TooManyAliases),
        ["directives 50"] = (Repeat(50, i => "...@skip(if:false){__typename} "), Repeat(51, i => "...@skip(if:false){__typename} "), ErrorCodes.TooManyDirectives),
        ["tokens 2,000"] = (Tokens(""), Tokens("__typename"), ErrorCodes.TooManyTokens),
        ["15,000 characters"] = ("{__typename}#".PadRight(15_000, 'x'), "{__typename}#".PadRight(15_001, 'x'), ErrorCodes.DocumentTooLarge),
        ["cost"] = ("{missions(first:100){nodes{organization{missions(first:50){nodes{id}}}}}}", "{missions(first:100){nodes{organization{missions(first:100){nodes{organization{id}}}}}}}", ErrorCodes.CostExceeded),
    };

    public static TheoryData<string> Names() => new(Limits.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_reaches_a_limit_passes_and_what_is_beyond_is_refused(string limit)
    {
        var (within, beyond, code) = Limits[limit];

        await sample.World.Data(within);
        Assert.Equal(code, await sample.World.ErrorCode(beyond));
    }

    [Fact]
    public async Task The_cost_is_told_with_every_answer_and_with_the_refusal()
    {
        var answer = await sample.World.Ask("{ missions(first: 10) { nodes { id } } }");
        // The list's weight, the connection, and ten missions.
        Assert.Equal(40 + 1 + 1 + 10, answer.GetProperty("extensions").GetProperty("cost").GetDouble());

        var refused = (await sample.World.Ask(Limits["cost"].Beyond)).GetProperty("errors")[0].GetProperty("extensions");
        Assert.True(refused.GetProperty("cost").GetDouble() > refused.GetProperty("maximum").GetDouble());
        Assert.Equal(20_000, refused.GetProperty("maximum").GetDouble());
    }

    [Fact]
    public async Task Requests_come_one_at_a_time()
    {
        using var answer = await sample.World.Host.Client.PostAsJsonAsync("/graphql", new[] { new { query = "{__typename}" } });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(ErrorCodes.BatchingNotSupported, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("{ mission { id } missionz { totalCount } }")]
    [InlineData("{ missions(frst: 3) { totalCount } }")]
    [InlineData("{ missions(filter: { domain: \"x\" }) { totalCount } }")]
    [InlineData("{ missions(filter: { remote: [FUL] }) { totalCount } }")]
    [InlineData("{ node(id: \"x\") { ... on Missio { id } } }")]
    public async Task Names_are_suggested_to_keys_only(string query)
    {
        Assert.DoesNotContain("Did you mean", (await sample.World.Ask(query)).GetRawText(), StringComparison.Ordinal);
        Assert.Contains("Did you mean", (await sample.World.Ask(query, GatewaySample.SiteKey)).GetRawText(), StringComparison.Ordinal);
        // Nor after somebody with a key asked the same.
        Assert.DoesNotContain("Did you mean", (await sample.World.Ask(query)).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_execution_that_takes_too_long_is_ended()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), sample.World.Host.Services.GetRequiredService<IOptions<GraphQLOptions>>().Value.ExecutionTimeout);
        await using var world = await World.Start(KeyValuePair.Create("GraphQL:ExecutionTimeout", (string?)"00:00:00.300"));
        await using (var connection = await world.Database.Open("search").OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var locking = connection.CreateCommand();
            locking.CommandText = "lock table search.organization in access exclusive mode";
            await locking.ExecuteNonQueryAsync();

            using var answer = await world.Host.Client.PostAsJsonAsync("/graphql", new { query = "{ organization(ref: { rna: \"W751000000\" }) { id } }" });

            Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
            Assert.Equal(ErrorCodes.Timeout, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        }

        await world.Data("{ organization(ref: { rna: \"W751000000\" }) { id } }");
    }

    [Fact]
    public async Task A_setting_changes_a_limit()
    {
        await using var world = await World.Start(KeyValuePair.Create("GraphQL:MaxDepth", (string?)"2"));

        await world.Data("{ missions { totalCount } }");
        Assert.Equal(ErrorCodes.TooDeep, await world.ErrorCode("{ missions { nodes { id } } }"));
    }

    private static string Repeat(int count, Func<int, string> part) => "{" + string.Concat(Enumerable.Range(0, count).Select(part)) + "}";

    /// <summary>995 spreads of two tokens, and ten around them.</summary>
    private static string Tokens(string more) => $"{{__typename {more}{string.Concat(Enumerable.Repeat("...F ", 995))}}}fragment F on Query{{__typename}}";

    private static string Introspection(int depth) =>
        "{__type(name:\"Query\"){" + string.Concat(Enumerable.Repeat("ofType{", depth - 2)) + "name" + new string('}', depth - 2) + "}}";
}
