using System.Text.RegularExpressions;

namespace Engagement.Repository.Tests;

/// <summary>Whoever adds a table says what makes it grow and what ends that.</summary>
public sealed partial class SizingTests
{
    [Fact]
    public void Every_table_has_a_line_in_the_sizing_table_and_every_line_a_bound()
    {
        var section = Tree.Read("docs/operations.md").Split("## What the databases hold")[1].Split("\n## ")[0];
        var lines = section.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('|', StringSplitOptions.TrimEntries)).ToList();
        var told = lines.SelectMany(l => TableName().Matches(l[1]).Select(m => m.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);

        var made = Migrations().SelectMany(text => CreatedTable().Matches(text).Select(t => t.Groups["name"].Value));
        // What the library makes in the schema of whoever uses it.
        var all = made.Concat(["catalog.change", "search.checkpoint", "search.dead_entry"]).Distinct().ToList();

        Assert.True(all.Count > 25, "The migrations name no tables any more: mend this test.");
        Report.None(all.Where(t => !told.Contains(t)), "Add its line to \"What the databases hold\" in docs/operations.md, and give it a bound or a retention.");
        Report.None(told.Except(all), "docs/operations.md tells of a table that no migration makes.");
        Report.None(lines.Where(l => l.Length < 5 || l[3].Length < 3).Select(l => l[1]), "Say in docs/operations.md what bounds it.");
    }

    private static IEnumerable<string> Migrations() =>
        from file in Tree.Files
        where file.StartsWith("services/", StringComparison.Ordinal) && file.Contains("/Migrations/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)
        let text = Tree.Read(file)
        // What only the way back makes again is not there.
        let down = text.IndexOf("protected override void Down", StringComparison.Ordinal)
        select down < 0 ? text : text[..down];

    [GeneratedRegex(@"`(?<name>(importer|catalog|search)\.\w+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableName();

    [GeneratedRegex(@"create (unlogged )?table (?<name>\w+\.\w+)", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CreatedTable();
}
