using System.Diagnostics;
using System.Text.Json.Nodes;
using Engagement.Testing;

namespace Engagement.GraphQL.Tests.Differential;

/// <summary>graphql-js in a long-lived process: one request per line.</summary>
public sealed class Oracle : IDisposable
{
    private readonly Process _process;

    public Oracle(string sdl, JsonNode data)
    {
        _process = Node.Start("oracle.mjs");
        var hello = Ask(new JsonObject { ["sdl"] = sdl, ["data"] = data.DeepClone() });
        Version = $"graphql {hello["version"]}, node {hello["node"]}";
    }

    public string Version { get; }

    public JsonNode Ask(JsonObject request)
    {
        _process.StandardInput.WriteLine(request.ToJsonString());
        _process.StandardInput.Flush();
        return JsonNode.Parse(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The oracle ended: " + _process.StandardError.ReadToEnd()))!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
        {
            _process.Kill();
        }
        _process.Dispose();
    }
}
