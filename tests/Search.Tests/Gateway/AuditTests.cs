using System.Text.Json.Nodes;
using Engagement.Testing;
using Xunit.Abstractions;

namespace Engagement.Search.Tests.Gateway;

/// <summary>The audits of graphql-http, the reference of GraphQL over HTTP, against the running gateway.</summary>
[Collection(nameof(GatewaySample))]
public sealed class AuditTests(GatewaySample sample, ITestOutputHelper output)
{
    private const int AuditCount = 61;

    [Fact]
    public async Task All_audits_of_graphql_http_are_ok()
    {
        var lines = (await Node.Run("audits.mjs", sample.Endpoint.ToString())).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var audits = lines.Select(line => JsonNode.Parse(line)!).ToList();
        var others = audits.Where(a => (string?)a["status"] != "ok").Select(a => a.ToJsonString()).ToList();
        output.WriteLine($"{audits.Count - others.Count} of {audits.Count} audits ok");
        Assert.Equal(AuditCount, audits.Count);
        Assert.Empty(others);
    }
}
