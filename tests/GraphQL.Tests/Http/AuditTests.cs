using System.Text.Json.Nodes;
using Engagement.Testing;
using Xunit.Abstractions;

namespace Engagement.GraphQL.Tests.Http;

/// <summary>The audits of graphql-http, the reference of GraphQL over HTTP.</summary>
public sealed class AuditTests(ITestOutputHelper output)
{
    private const int AuditCount = 61;

    [Fact]
    public async Task All_audits_of_graphql_http_are_ok()
    {
        await using var server = await HttpServer.Start();
        var lines = (await Node.Run("audits.mjs", new Uri(server.Address, "/graphql").ToString())).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var audits = lines.Select(line => JsonNode.Parse(line)!).ToList();
        var others = audits.Where(a => (string?)a["status"] != "ok").Select(a => a.ToJsonString()).ToList();
        output.WriteLine($"{audits.Count - others.Count} of {audits.Count} audits ok");
        Assert.Equal(AuditCount, audits.Count);
        Assert.Empty(others);
    }
}
