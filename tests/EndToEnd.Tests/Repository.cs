namespace Engagement.EndToEnd.Tests;

/// <summary>Where the tests find what they start and read.</summary>
internal static class Repository
{
    /// <summary>The long forms: <c>./dev test --long</c>.</summary>
    internal static bool Long { get; } = Environment.GetEnvironmentVariable("ENGAGEMENT_LONG") is { Length: > 0 };

    internal static string Root { get; } = FindRoot();

    /// <summary>The program as built, in the configuration of the tests.</summary>
    internal static string Program(string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(Root, "services", project, "bin", output.Parent!.Name, output.Name, $"Engagement.{project}.dll");
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is not there: build the whole solution first (./dev test does).");
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
}
