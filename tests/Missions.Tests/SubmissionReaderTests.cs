using System.Xml.Linq;

namespace Engagement.Missions.Tests;

public sealed class SubmissionReaderTests
{
    public static TheoryData<int, string> Texts()
    {
        var rows = new TheoryData<int, string>();
        foreach (var (place, row) in FormatRows.All.Index().Where(r => IsText(r.Item.Xml) && !r.Item.Element.Contains('/', StringComparison.Ordinal) && !r.Item.Expected.Contains("~FIELD_REPEATED")))
        {
            rows.Add(place, row.ToString());
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_text_gives_what_the_same_text_gives_in_a_feed(int place, string name)
    {
        var row = FormatRows.All.ElementAt(place);
        Assert.Equal(name, row.ToString());
        var mission = MissionXml.Mission((row.Element, row.Xml));
        var fed = await MissionXml.ReadOne(mission);

        // A list in a feed may be one text with commas; that of a submission is a list.
        var submitted = new SubmissionReader().Read(new SubmittedMission
        {
            Fields = XElement.Parse(mission).Elements().GroupBy(e => e.Name.LocalName).ToDictionary(g => g.Key, g => Values(g.Key, g.First().Value)),
        });

        Assert.Equal(fed.Refusals.Select(r => (r.Code, r.Field)), submitted.Refusals.Select(r => (r.Code, r.Field)));
        Assert.Equal(fed.Warnings.Select(r => (r.Code, r.Field)), submitted.Warnings.Select(r => (r.Code, r.Field)));
        Assert.Equal(fed.Mission is null, submitted.Mission is null);
        Assert.Equal(fed.Mission is null ? null : MissionHash.Of(fed.Mission, fed.Organization), submitted.Mission is null ? null : MissionHash.Of(submitted.Mission, submitted.Organization));
    }

    [Fact]
    public void Lists_keep_values_with_commas_and_drop_blanks_and_repeats()
    {
        var item = Read(("tags", ["jardin, potager", " ", "nature", "nature"]), ("activity", ["Médiation, Information", "jardinage"]));

        Assert.Equal(["jardin, potager", "nature"], item.Mission!.Tags);
        Assert.Equal(["mediation-information", "jardinage"], item.Mission.Activities);
    }

    [Fact]
    public void Addresses_are_completed_as_those_of_a_feed()
    {
        var item = new SubmissionReader().Read(Mission() with
        {
            Addresses = [new() { PostalCode = "1000", City = "Bourg-en-Bresse" }, new() { City = "Paris", Lat = 2.35, Lon = 48.85 }],
        });

        Assert.Equal(["01", null], item.Mission!.Addresses.Select(a => a.DepartmentCode));
        Assert.Equal(["POSTAL_CODE_PADDED", "COORDINATES_SWAPPED"], item.Warnings.Select(w => w.Code));
    }

    [Fact]
    public void A_field_that_is_not_of_the_format_is_told()
    {
        var item = Read(("couleur", ["bleu"]));

        Assert.NotNull(item.Mission);
        Assert.Equal(("UNKNOWN_ELEMENT", "couleur"), Assert.Single(item.Warnings.Select(w => (w.Code, w.Field))));
    }

    [Fact]
    public void Characters_that_no_feed_can_hold_separate_words()
    {
        var item = Read(("title", ["Aide\0aux \uD800devoirs 🌱"]));

        Assert.Equal("Aide aux devoirs 🌱", item.Mission!.Title);
    }

    [Fact]
    public void What_passes_all_measure_is_ignored_and_told()
    {
        var item = Read(("metadata", [new string('x', 20_001)]), ("tags", [.. Enumerable.Range(0, 1100).Select(n => $"{n}")]));

        Assert.Equal((null, 1000), (item.Mission!.Metadata, item.Mission.Tags.Count));
        Assert.Equal(["TEXT_TOO_LONG", "TOO_MANY_VALUES"], item.Warnings.Select(w => w.Code));
    }

    [Fact]
    public void Of_structures_that_disagree_in_one_submission_the_first_wins()
    {
        var reader = new SubmissionReader();
        reader.Read(Mission());

        var item = reader.Read(Mission(("clientId", ["m-2"]), ("organizationName", ["Les Potagers"])));

        Assert.Equal("Les Jardins", item.Organization!.Name);
        Assert.Equal("ORGANIZATION_CONFLICT", Assert.Single(item.Warnings).Code);
    }

    private static FeedItem Read(params (string Name, string[] Values)[] fields) => new SubmissionReader().Read(Mission(fields));

    private static SubmittedMission Mission(params (string Name, string[] Values)[] fields)
    {
        var all = XElement.Parse(MissionXml.Mission()).Elements().ToDictionary(e => e.Name.LocalName, e => (IReadOnlyList<string>)[e.Value]);
        foreach (var (name, values) in fields)
        {
            all[name] = values;
        }

        return new SubmittedMission { Fields = all };
    }

    private static IReadOnlyList<string> Values(string name, string text) =>
        FeedFields.TryGet(name, out var field, out var shape) && shape == FeedShape.List && field != FeedField.Activity ? text.Split(',') : [text];

    private static bool IsText(string xml)
    {
        var element = XElement.Parse($"<x>{(xml.Contains("</", StringComparison.Ordinal) && !xml.Contains("CDATA", StringComparison.Ordinal) ? "<y/>" : xml)}</x>");
        return !element.HasElements;
    }
}
