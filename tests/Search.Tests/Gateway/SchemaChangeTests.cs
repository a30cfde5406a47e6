using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Engagement.Testing;

namespace Engagement.Search.Tests.Gateway;

/// <summary>
/// What partners were promised (<c>docs/schema.released.graphql</c>) goes on working, unless <c>docs/schema-changes.md</c> announces the break with its day.
/// </summary>
public sealed partial class SchemaChangeTests
{
    private static readonly string Docs = Path.GetFullPath(Path.Combine(Node.Folder, "..", "..", "docs"));
    private static readonly string Current = Path.Combine(Docs, "schema.graphql");

    [Fact]
    public async Task Nothing_breaks_that_is_not_announced_with_its_day()
    {
        var announced = Announcements.Read(await File.ReadAllTextAsync(Path.Combine(Docs, "schema-changes.md")));

        Assert.Empty(Announcements.Faults(await Breaks(Path.Combine(Docs, "schema.released.graphql"), Current), announced));
    }

    /// <summary>Each way to break a client, made in the committed schema.</summary>
    [Theory]
    [InlineData("FIELD_REMOVED", "\n  \"\"\"What it is called.\"\"\"\n  title: String!\n", "\n")]
    [InlineData("FIELD_CHANGED_KIND", "  title: String!", "  title: String")]
    [InlineData("FIELD_CHANGED_KIND", "  places: Int!", "  places: Float!")]
    [InlineData("FIELD_CHANGED_KIND", "  domains: [String!]\n", "  domains: [String!]!\n")]
    [InlineData("ARG_REMOVED", "    \"\"\"Cursor before which the page ends.\"\"\"\n    before: String\n  ): PublisherConnection!", "  ): PublisherConnection!")]
    [InlineData("ARG_CHANGED_KIND", "    zoom: Int!", "    zoom: String!")]
    [InlineData("REQUIRED_ARG_ADDED", "    id: ID!\n  ): Node", "    id: ID!\n    kind: String!\n  ): Node")]
    [InlineData("REQUIRED_INPUT_FIELD_ADDED", "input DateRangeInput {", "input DateRangeInput {\n  zone: String!")]
    [InlineData("FIELD_REMOVED", "\n  \"\"\"Last instant, excluded.\"\"\"\n  to: DateTime\n", "\n")]
    [InlineData("VALUE_REMOVED_FROM_ENUM", "\n  \"\"\"Near the volunteer's home.\"\"\"\n  LOCAL\n", "\n")]
    [InlineData("TYPE_REMOVED", "type TaxonomyTerm ", "type Term ")]
    [InlineData("TYPE_CHANGED_KIND", "interface Node ", "type Node ")]
    [InlineData("IMPLEMENTED_INTERFACE_REMOVED", "type Publisher implements Node ", "type Publisher ")]
    [InlineData("INPUT_BECAME_ONE_OF", "input CompensationInput ", "input CompensationInput @oneOf ")]
    public async Task A_break_is_noticed_and_passes_only_when_announced(string kind, string before, string after)
    {
        var text = await File.ReadAllTextAsync(Current);
        var changed = Path.GetTempFileName();
        // A type that turns into another is no interface any more, and a name that goes goes everywhere else.
        var broken = text.Replace(before, after, StringComparison.Ordinal)
            .Replace(kind == "TYPE_REMOVED" ? "TaxonomyTerm" : "\0", "Term", StringComparison.Ordinal)
            .Replace(kind == "TYPE_CHANGED_KIND" ? " implements Node" : "\0", "", StringComparison.Ordinal);
        Assert.NotEqual(text, broken);
        await File.WriteAllTextAsync(changed, broken);

        var breaks = await Breaks(Current, changed);

        File.Delete(changed);
        Assert.Contains(breaks, b => b.Kind == kind);
        Assert.NotEmpty(Announcements.Faults(breaks, []));
        Assert.Empty(Announcements.Faults(breaks, [.. breaks.Select(b => new Announcement("2027-01-31", b.Change, "`missions`"))]));
    }

    [Theory]
    [InlineData("Mission.priority was removed.", "2027-13-31", "`Mission.tags`")]
    [InlineData("Mission.priority was removed.", "soon", "`Mission.tags`")]
    [InlineData("Mission.priority was removed.", "2027-01-31", "")]
    [InlineData("Mission.tags was removed.", "2027-01-31", "`Mission.tags`")]
    public void An_announcement_without_a_day_a_way_out_or_a_break_is_none(string change, string day, string instead) =>
        Assert.NotEmpty(Announcements.Faults([new Break("FIELD_REMOVED", "Mission.priority was removed.")], [new Announcement(day, change, instead)]));

    [Fact]
    public void An_announcement_is_a_row_of_the_table()
    {
        const string Page = "# Changes\n\n| a | b | c |\n\n## Announced\n\n| day | change | instead |\n|---|---|---|\n| 2027-01-31 | Mission.priority was removed. | `Mission.tags` |\n";

        Assert.Equal([new Announcement("2027-01-31", "Mission.priority was removed.", "`Mission.tags`")], Announcements.Read(Page));
    }

    [Fact]
    public async Task What_is_added_breaks_nobody()
    {
        var changed = Path.GetTempFileName();
        await File.WriteAllTextAsync(changed, (await File.ReadAllTextAsync(Current))
            .Replace("input DateRangeInput {", "input DateRangeInput {\n  zone: String", StringComparison.Ordinal)
            .Replace("type Publisher implements Node {", "type Publisher implements Node {\n  motto(first: Int = 3): String", StringComparison.Ordinal));

        Assert.Empty(await Breaks(Current, changed));
        File.Delete(changed);
    }

    [Fact]
    public async Task What_is_deprecated_names_its_replacement_and_the_day_it_goes()
    {
        var text = await File.ReadAllTextAsync(Current);
        foreach (Match deprecation in Deprecated().Matches(text))
        {
            Assert.Null(Deprecations.Fault(deprecation.Groups["reason"].Value, text));
        }
    }

    [Theory]
    [InlineData("Use `Mission.tags` instead; removed on 2027-06-30.", true)]
    [InlineData("Use `Query.missions` instead; removed on 2027-06-30.", true)]
    [InlineData("No longer supported", false)]
    [InlineData("Use `Mission.tags` instead.", false)]
    [InlineData("Use `Mission.tags` instead; removed on 2027-06-31.", false)]
    [InlineData("Use `Mission.tagz` instead; removed on 2027-06-30.", false)]
    [InlineData("Removed on 2027-06-30.", false)]
    public async Task A_deprecation_is_judged(string reason, bool isGood) =>
        Assert.Equal(isGood, Deprecations.Fault(reason, await File.ReadAllTextAsync(Current)) is null);

    private static async Task<IReadOnlyList<Break>> Breaks(string older, string newer) =>
        [.. (await Node.Run("breaking.mjs", older, newer)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(line => new Break(line.GetProperty("type").GetString()!, line.GetProperty("description").GetString()!))];

    private sealed record Break(string Kind, string Change);

    private sealed record Announcement(string Day, string Change, string Instead);

    /// <summary>The rows below "Announced" in docs/schema-changes.md: day, change, what to use instead.</summary>
    private static class Announcements
    {
        internal static IReadOnlyList<Announcement> Read(string text) =>
        [
            .. text[text.IndexOf("## Announced", StringComparison.Ordinal)..].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells[1] is not "day")
                .Select(cells => new Announcement(cells[1], cells[2], cells[3])),
        ];

        internal static IReadOnlyList<string> Faults(IReadOnlyList<Break> breaks, IReadOnlyList<Announcement> announced) =>
        [
            .. breaks.Where(b => announced.All(a => a.Change != b.Change)).Select(b => $"{b.Kind}: {b.Change} Keep it, or announce it in docs/schema-changes.md."),
            .. announced.Where(a => breaks.All(b => b.Change != a.Change)).Select(a => $"{a.Change} is announced and no break: take the row out."),
            .. announced.Where(a => !IsDay(a.Day)).Select(a => $"{a.Change}: \"{a.Day}\" is no day (2027-01-31)."),
            .. announced.Where(a => a.Instead.Length == 0).Select(a => $"{a.Change}: say what to use instead."),
        ];
    }

    private static class Deprecations
    {
        internal static string? Fault(string reason, string schema)
        {
            var match = Reason().Match(reason);
            return match.Success && IsDay(match.Groups["day"].Value) && Exists(match.Groups["type"].Value, match.Groups["member"].Value, schema)
                ? null
                : $"\"{reason}\" must read: Use `Type.member` instead; removed on 2027-01-31.";
        }

        private static bool Exists(string type, string member, string schema) =>
            Regex.IsMatch(schema, $@"^(type|input|enum|interface) {type}\b[^{{]*\{{(?:(?!^\}}).*\n)*?  {member}\b", RegexOptions.Multiline, TimeSpan.FromSeconds(5));
    }

    private static bool IsDay(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    [GeneratedRegex("""@deprecated(?:\(reason: "(?<reason>[^"]*)"\))?""", RegexOptions.None, 1000)]
    private static partial Regex Deprecated();

    [GeneratedRegex(@"^Use `(?<type>\w+)\.(?<member>\w+)` instead; removed on (?<day>\d{4}-\d{2}-\d{2})\.$", RegexOptions.None, 1000)]
    private static partial Regex Reason();
}
