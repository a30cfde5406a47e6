using System.Diagnostics;
using System.Text.Json.Nodes;

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

/// <summary>The pinned Node of tests/node, installed when it is missing.</summary>
internal static class Node
{
    private static readonly Lazy<(string Folder, string Executable)> Installed = new(Install);

    internal static Process Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Installed.Value.Executable)
        {
            WorkingDirectory = Installed.Value.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(script);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        return Process.Start(start)!;
    }

    private static (string Folder, string Executable) Install()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "tests", "node", "install")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd('/')) ?? throw new DirectoryNotFoundException("tests/node is not above the test's folder.");
        }
        folder = Path.Combine(folder, "tests", "node");
        using var install = Process.Start(new ProcessStartInfo(Path.Combine(folder, "install")) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var executable = install.StandardOutput.ReadToEnd().Trim();
        install.WaitForExit();
        return install.ExitCode == 0 ? (folder, executable) : throw new InvalidOperationException($"tests/node/install failed with {install.ExitCode}.");
    }
}
