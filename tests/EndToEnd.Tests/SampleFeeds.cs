namespace Engagement.EndToEnd.Tests;

/// <summary>The sample feeds of partners, kept beside the repository.</summary>
internal static class SampleFeeds
{
    /// <summary>1,000 missions; 10,000 in the long form.</summary>
    internal static int Size => Repository.Long ? 10_000 : 1_000;

    internal static string First => Find($"standard-{Size}.xml.gz");

    /// <summary>The same a day later: 2 % gone, 5 % changed.</summary>
    internal static string Changed => Find($"standard-{Size}-changed.xml.gz");

    private static string Find(string name)
    {
        var folders = new[] { Environment.GetEnvironmentVariable("ENGAGEMENT_SHARED"), Path.Combine(Repository.Root, "..", "shared") };
        return folders.OfType<string>().Select(f => Path.Combine(f, "feeds", name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{name} is neither in ../shared/feeds nor in $ENGAGEMENT_SHARED/feeds.");
    }
}
