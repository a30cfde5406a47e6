namespace Engagement.Repository.Tests;

internal static class Report
{
    /// <summary>Fails with every case at once and what to do about them.</summary>
    internal static void None(IEnumerable<string> cases, string advice)
    {
        var found = cases.Order(StringComparer.Ordinal).ToList();
        Assert.True(found.Count == 0, $"{found.Count} found. {advice}\n  {string.Join("\n  ", found)}");
    }
}
