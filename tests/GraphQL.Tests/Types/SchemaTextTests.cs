using System.Text.Json.Nodes;
using Engagement.GraphQL.Tests.Differential;
using Engagement.GraphQL.Tests.Http;
using Engagement.GraphQL.Tests.Sample;
using Engagement.Testing;

namespace Engagement.GraphQL.Tests.Types;

/// <summary>The schema as text and by introspection.</summary>
public sealed class SchemaTextTests
{
    [Fact]
    public async Task Introspection_and_text_describe_one_valid_schema_to_graphql_js()
    {
        await using var server = await HttpServer.Start();
        using var node = Node.Start("introspect.mjs", new Uri(server.Address, "/graphql").ToString());
        await node.StandardInput.WriteAsync(server.Schema.ToString());
        node.StandardInput.Close();
        var output = await node.StandardOutput.ReadToEndAsync();
        Assert.True(output.Length > 0, await node.StandardError.ReadToEndAsync());
        var answer = JsonNode.Parse(output)!;
        Assert.Empty(answer["faults"]!.AsArray());
        Assert.Equal((string?)answer["printed"], (string?)answer["introspected"]);
    }

    [Fact]
    public void The_text_of_a_schema_read_from_text_is_that_text()
    {
        var first = new Subject(Corpus.Sdl, Corpus.Data).Schema.ToString();
        Assert.Equal(first, new Subject(first, Corpus.Data).Schema.ToString());
    }

    [Fact]
    public void The_declared_sample_is_the_expected_schema()
    {
        using var server = new TestServer();
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOT") is { } file)
        {
            File.WriteAllText(file, server.Executor.Schema.ToString());
        }
        var expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sample", "library.graphql"));
        Assert.Equal(expected, server.Executor.Schema.ToString());
    }
}
