using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Engagement.Repository.Tests;

public sealed partial class DocumentTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("LICENSE")]
    [InlineData("publiccode.yml")]
    [InlineData("docker-compose.yml")]
    [InlineData("docs/architecture.md")]
    [InlineData("docs/contributing.md")]
    [InlineData("docs/glossary.md")]
    [InlineData("docs/operations.md")]
    public void The_document_is_there(string path) => Assert.Contains(path, Tree.Files);

    [Fact]
    public void The_readme_has_at_most_150_lines() => Assert.InRange(Tree.Lines("README.md").Length, 40, 150);

    [Fact]
    public void Every_command_that_a_document_names_exists()
    {
        var commands = Tree.Lines("tools/dev/help.sh").Select(l => CommandRow().Match(l)).Where(m => m.Success).Select(m => m.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.Contains("run", commands);
        var unknown = from file in Tree.Files
                      where file.EndsWith(".md", StringComparison.Ordinal)
                      from Match named in NamedCommand().Matches(Tree.Read(file))
                      where !commands.Contains(named.Groups["name"].Value)
                      select $"{file}: {named.Value}";
        Report.None(unknown, "tools/dev/help.sh lists the commands.");
    }

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        var broken = from file in Tree.Files
                     where file.EndsWith(".md", StringComparison.Ordinal)
                     from Match link in Link().Matches(Tree.Read(file))
                     let target = Path.Combine(Tree.Root, Path.GetDirectoryName(file)!, link.Groups["target"].Value)
                     where !File.Exists(target) && !Directory.Exists(target)
                     select $"{file}: {link.Groups["target"].Value}";
        Report.None(broken, "Mend the link.");
    }

    [Fact]
    public void Decisions_are_numbered_without_a_gap_and_say_what_was_decided_and_why()
    {
        var decisions = Tree.Files.Where(f => f.StartsWith("docs/decisions/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(decisions);
        foreach (var (decision, number) in decisions.Select((d, i) => (d, i + 1)))
        {
            Assert.StartsWith(number.ToString("0000", CultureInfo.InvariantCulture), Path.GetFileName(decision), StringComparison.Ordinal);
            var text = Tree.Read(decision);
            Assert.StartsWith($"# {number}. ", text, StringComparison.Ordinal);
            Assert.Contains("**Decided.**", text, StringComparison.Ordinal);
            Assert.Contains("**Because**", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_architecture_lists_every_project_with_the_references_that_the_build_allows()
    {
        var table = Tree.Lines("docs/architecture.md").Select(l => l.Split('|', StringSplitOptions.TrimEntries)).Where(c => c.Length == 5).ToDictionary(c => c[1], c => c[2], StringComparer.Ordinal);
        var allowed = XDocument.Load(Path.Combine(Tree.Root, "Directory.Build.targets")).Descendants("AllowedReference")
            .ToDictionary(a => a.Attribute("Include")!.Value, a => a.Attribute("To")!.Value.Split(';').ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var project in Tree.Projects.Select(Tree.NameOf))
        {
            Assert.True(table.TryGetValue(project, out var listed), $"{project} is missing from the table in docs/architecture.md.");
            if (listed != "everything")
            {
                var references = listed == "nothing" ? [] : listed.Split(", ").ToHashSet(StringComparer.Ordinal);
                Assert.Equal(allowed.GetValueOrDefault(project, []).Order(StringComparer.Ordinal), references.Order(StringComparer.Ordinal));
            }
        }
    }

    [GeneratedRegex(@"^(COMMANDS=')?(?<name>[a-z]+)\|", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommandRow();

    [GeneratedRegex(@"\./dev (?<name>[a-z]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedCommand();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)(?<target>[^)#\s]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
