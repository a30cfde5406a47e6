using System.Diagnostics;

namespace Engagement.Repository.Tests;

/// <summary>The repository on disk, as git knows it: what is ignored does not count.</summary>
internal static class Tree
{
    private static readonly Lazy<IReadOnlyList<string>> Listed = new(List);

    internal static string Root { get; } = FindRoot();

    /// <summary>Paths from the root, with <c>/</c>.</summary>
    internal static IReadOnlyList<string> Files => Listed.Value;

    internal static IEnumerable<string> Projects => Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal));

    internal static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    internal static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    internal static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    /// <summary>Where the build put a project's assembly: beside ours, in the same configuration.</summary>
    internal static string AssemblyOf(string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var assembly = NameOf(project).StartsWith("Engagement.", StringComparison.Ordinal) ? NameOf(project) : $"Engagement.{NameOf(project)}";
        var path = Path.Combine(Root, Path.GetDirectoryName(project)!, "bin", output.Parent!.Name, output.Name, $"{assembly}.dll");
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is not there: build the whole solution first (./dev check does).");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Engagement.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No Engagement.sln above the tests.");
        }

        return folder.FullName;
    }

    private static List<string> List()
    {
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "-C", Root, "ls-files", "--cached", "--others", "--exclude-standard"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git did not start.");
        var files = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        Assert.True(git.ExitCode == 0 && files.Length > 0, "git ls-files told nothing.");
        return [.. files.Where(f => File.Exists(Path.Combine(Root, f))).Order(StringComparer.Ordinal)];
    }
}
