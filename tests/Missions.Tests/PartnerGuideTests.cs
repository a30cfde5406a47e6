using System.Reflection;
using System.Text.RegularExpressions;

namespace Engagement.Missions.Tests;

/// <summary>The guide that partners follow, docs/partners/publier-ses-missions.md: it names every code, and its samples do what it says.</summary>
public sealed partial class PartnerGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "partners", "publier-ses-missions.md"));

    /// <summary>How many missions of each sample are accepted, the codes of its remarks, and itself.</summary>
    public static TheoryData<int, string, string> Samples
    {
        get
        {
            var samples = new TheoryData<int, string, string>();
            foreach (Match sample in Sample().Matches(Guide))
            {
                samples.Add(int.Parse(sample.Groups["accepted"].Value), sample.Groups["codes"].Value, sample.Groups["xml"].Value);
            }

            return samples;
        }
    }

    [Fact]
    public void It_names_every_code_that_a_feed_may_get()
    {
        var codes = new[] { typeof(FeedCodes), typeof(FeedException) }
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => (string)field.GetRawConstantValue()!);
        Assert.DoesNotContain(codes, code => !Guide.Contains($"`{code}`", StringComparison.Ordinal));
    }

    [Fact]
    public void It_names_every_element_and_alias_of_the_format()
    {
        // The department tells it.
        string[] unsaid = ["region"];
        Assert.DoesNotContain(FeedFields.Rows.SelectMany(row => row.Names).Except(unsaid), name => !Guide.Contains($"`{name}`", StringComparison.Ordinal));
    }

    [Fact]
    public void It_names_every_domain() => Assert.DoesNotContain(Taxonomy.Domains, d => !Guide.Contains($"`{d.Code}`", StringComparison.Ordinal));

    [Fact]
    public void Every_feed_that_it_shows_is_a_sample() => Assert.Equal(Regex.Count(Guide, "```xml", RegexOptions.NonBacktracking), Samples.Count);

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_is_read_as_the_guide_says(int accepted, string codes, string xml)
    {
        var items = await MissionXml.Read(xml.TrimStart());

        Assert.Equal(accepted, items.Count(i => i.Mission is not null));
        Assert.Equal(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries), items.SelectMany(i => i.Refusals.Concat(i.Warnings)).Select(r => r.Code).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_rpde_page_that_it_shows_is_accepted_without_a_remark()
    {
        var json = Guide.Split("```json\n").Select(part => part.Split("```")[0]).Single(part => part.Contains("\"items\"", StringComparison.Ordinal));
        var items = RpdeJson.Read(json);

        Assert.Equal(["jardin-7", "jardin-5"], items.Select(i => i.ClientId));
        Assert.Equal([false, true], items.Select(i => i.IsDeleted));
        Assert.Empty(items.SelectMany(i => i.Refusals.Concat(i.Warnings)));
    }

    [GeneratedRegex(@"<!-- sample: accepted (?<accepted>\d+)(; (?<codes>[A-Z_ ]+))? -->\n```xml\n(?<xml>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sample();
}
