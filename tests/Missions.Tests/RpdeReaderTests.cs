using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Engagement.Missions.Tests;

public sealed class RpdeReaderTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Broken => new()
    {
        { "", "EMPTY" },
        { "[]", "NOT_A_FEED" },
        { "<source></source>", "NOT_JSON" },
        { """{"next":"x","items":[{},]}""", "NOT_JSON" },
        { """{"next":"x","items":[]} {}""", "NOT_JSON" },
        { """{"next":"x","items":[""", "TRUNCATED" },
        { """{"next":"x","items":[]""", "TRUNCATED" },
        { """{"next":"x"}""", "ITEMS_MISSING" },
        { """{"next":"x","items":{}}""", "ITEMS_MISSING" },
        { """{"items":[]}""", "NEXT_MISSING" },
        { """{"next":null,"items":[]}""", "NEXT_MISSING" },
        { $$"""{"next":"x","items":[{{new string('[', 70)}}{{new string(']', 70)}}]}""", "TOO_DEEP" },
    };

    [Theory]
    [MemberData(nameof(SubmissionReaderTests.Texts), MemberType = typeof(SubmissionReaderTests))]
    public async Task A_text_gives_what_the_same_text_gives_in_xml(int place, string name)
    {
        var row = FormatRows.All.ElementAt(place);
        Assert.Equal(name, row.ToString());
        var mission = MissionXml.Mission((row.Element, row.Xml));
        var fed = await MissionXml.ReadOne(mission);
        var data = XElement.Parse(mission).Elements().GroupBy(e => e.Name.LocalName).ToDictionary(g => g.Key, g => g.First().Value);
        if (FeedParser.Trim(data.GetValueOrDefault("clientId")) is not { } id)
        {
            return;
        }

        var item = Assert.Single(RpdeJson.Read(RpdeJson.Page(RpdeJson.Updated(data, JsonSerializer.Serialize(id)))));

        Assert.Equal(fed.Refusals.Select(r => (r.Code, r.Field)), item.Refusals.Select(r => (r.Code, r.Field)));
        Assert.Equal(fed.Warnings.Select(r => (r.Code, r.Field)), item.Warnings.Select(r => (r.Code, r.Field)));
        Assert.Equal(fed.Mission is null, item.Mission is null);
        Assert.Equal(fed.Mission is null ? null : MissionHash.Of(fed.Mission, fed.Organization), item.Mission is null ? null : MissionHash.Of(item.Mission, item.Organization));
    }

    [Fact]
    public void Lists_addresses_numbers_and_booleans_are_read_as_json_writes_them()
    {
        var item = RpdeJson.ReadOne(
            ("tags", new[] { "jardin, potager", " ", "nature", "nature" }),
            ("places", 4),
            ("openToMinors", false),
            ("compensationAmount", 12.5),
            ("compensationUnit", "month"),
            ("addresses", new object[] { new { postalCode = "01000", city = "Bourg-en-Bresse", location = new { lat = 46.2052, lon = "5.2255" } }, new { city = "Lyon", lat = 45.76, lon = 4.83 } }));

        Assert.Empty(item.Warnings.Concat(item.Refusals));
        Assert.Equal(["jardin, potager", "nature"], item.Mission!.Tags);
        Assert.Equal((4, false, 12.5m), (item.Mission.Places, item.Mission.OpenToMinors, item.Mission.Compensation!.Amount));
        Assert.Equal(["01", null], item.Mission.Addresses.Select(a => a.DepartmentCode));
        Assert.Equal([46.2052, 45.76], item.Mission.Addresses.Select(a => a.Lat));
    }

    [Theory]
    [InlineData("\"007\"", "007")]
    [InlineData("7", "7")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    public void The_items_id_identifies_the_mission_as_text(string id, string clientId)
    {
        var item = Assert.Single(RpdeJson.Read(RpdeJson.Page(RpdeJson.Updated(RpdeJson.Data(), id))));

        Assert.Equal((clientId, clientId, 0), (item.ClientId, item.Mission!.ClientId, item.Warnings.Count));
    }

    [Fact]
    public void A_client_id_that_is_another_is_told_and_the_items_id_holds()
    {
        var item = RpdeJson.ReadOne(("clientId", "x-9"));

        Assert.Equal(("m-1", "CLIENT_ID_DIFFERS", "x-9"), (item.Mission!.ClientId, Assert.Single(item.Warnings).Code, item.Warnings[0].Value));
        Assert.Empty(RpdeJson.ReadOne(("clientId", "m-1")).Warnings);
    }

    [Fact]
    public void A_tombstone_has_an_identifier_and_nothing_else()
    {
        var item = Assert.Single(RpdeJson.Read(RpdeJson.Page("""{"state":"deleted","kind":"mission","id":7,"modified":"2026-11-01T00:00:00Z"}""")));

        Assert.Equal(("7", true, 0), (item.ClientId, item.IsDeleted, item.Refusals.Count));
        Assert.Null(item.Mission);
    }

    [Theory]
    [InlineData("7", "ITEM_INVALID")]
    [InlineData("""{"state":"updated","kind":"mission","modified":1,"data":{}}""", "ITEM_ID_MISSING")]
    [InlineData("""{"state":"updated","kind":"mission","id":" ","modified":1,"data":{}}""", "ITEM_ID_MISSING")]
    [InlineData("""{"state":"gone","kind":"mission","id":"a","modified":1}""", "ITEM_STATE_INVALID")]
    [InlineData("""{"kind":"mission","id":"a","modified":1}""", "ITEM_STATE_INVALID")]
    [InlineData("""{"state":"deleted","kind":"mission","id":"a"}""", "ITEM_MODIFIED_MISSING")]
    [InlineData("""{"state":"updated","kind":"mission","id":"a","modified":1}""", "ITEM_DATA_MISSING")]
    [InlineData("""{"state":"updated","kind":"mission","id":"a","modified":1,"data":[]}""", "ITEM_DATA_MISSING")]
    [InlineData("""{"state":"updated","kind":"mission","id":"a","modified":1,"data":{"title":"\uD800"}}""", "ITEM_INVALID")]
    public void A_faulty_item_is_refused_with_its_place_and_stops_no_other(string item, string code)
    {
        var items = RpdeJson.Read(RpdeJson.Page(RpdeJson.Updated(RpdeJson.Data()), item, RpdeJson.Updated(RpdeJson.Data(), "\"m-2\"")));

        Assert.Equal(["m-1", "m-2"], items.Where(i => i.Mission is not null).Select(i => i.ClientId));
        var refusal = Assert.Single(items[1].Refusals);
        Assert.Equal((code, 0, 2), (refusal.Code, refusal.Line, items[1].Position));
        Assert.Contains("élément 2 de la page 1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Items_of_another_kind_are_no_missions_and_are_told_once_per_kind()
    {
        var reader = new RpdeReader(new FeedSettings());
        const string Event = """{"state":"updated","kind":"Event","id":"e","modified":1,"data":{}}""";
        var items = RpdeJson.Read(RpdeJson.Page(Event, Event, RpdeJson.Updated(RpdeJson.Data()).Replace("\"kind\":\"mission\",", "", StringComparison.Ordinal)), reader);
        items.AddRange(RpdeJson.Read(RpdeJson.Page(Event), reader));

        Assert.NotNull(Assert.Single(items).Mission);
        Assert.Equal([("KIND_IGNORED", "Event"), ("KIND_MISSING", null)], reader.Warnings.Select(w => (w.Code, w.Value)));
        Assert.False(reader.IsLastPageEmpty);
    }

    [Fact]
    public void Unknown_members_are_told_once_per_name_whatever_the_page()
    {
        var reader = new RpdeReader(new FeedSettings());
        var page = RpdeJson.Page(RpdeJson.Updated(RpdeJson.Data(("couleur", "bleu")), more: ",\"extra\":{}")).Replace("\"license\"", "\"meta\":{},\"license\"", StringComparison.Ordinal);
        var items = RpdeJson.Read(page, reader);
        items.AddRange(RpdeJson.Read(page, reader));

        Assert.Equal(["extra", "couleur"], items.SelectMany(i => i.Warnings).Select(w => w.Field));
        Assert.Equal(["meta"], reader.Warnings.Select(w => w.Field));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_page_that_is_none_is_told_by_its_fault(string page, string code) => Assert.Equal(code, RpdeJson.Fault(Encoding.UTF8.GetBytes(page)));

    [Fact]
    public void A_page_in_another_encoding_or_damaged_compression_is_told()
    {
        var page = RpdeJson.Page(RpdeJson.Updated(RpdeJson.Data()).Replace("\\u00E0", "à", StringComparison.Ordinal));
        var gzip = MissionXml.Gzip(Encoding.UTF8.GetBytes(page));

        Assert.Equal("BAD_ENCODING", RpdeJson.Fault(Encoding.Latin1.GetBytes(page)));
        Assert.Equal("BAD_GZIP", RpdeJson.Fault([.. gzip[..20], .. new byte[20]]));
        Assert.Single(RpdeJson.Read(gzip));
        Assert.Single(RpdeJson.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(page)]));
    }

    [Fact]
    public void Sizes_are_bounded_for_a_page_and_an_item()
    {
        var page = Encoding.UTF8.GetBytes(RpdeJson.Page(RpdeJson.Updated(RpdeJson.Data(("metadata", new string('x', 400_000))))));

        Assert.Equal("TOO_LARGE", RpdeJson.Fault(page, new FeedLimits { MaxPageBytes = 100_000 }));
        Assert.Equal("TOO_LARGE", RpdeJson.Fault(page, new FeedLimits { MaxMissionBytes = 100_000 }));
        Assert.Single(RpdeJson.Read(page));
    }

    [Fact]
    public void A_page_of_many_items_is_read_whatever_the_place_where_the_buffer_ends()
    {
        var items = Enumerable.Range(1, 3000).Select(n => RpdeJson.Updated(RpdeJson.Data(("metadata", new string('é', n % 700))), $"\"m-{n}\""));
        var read = RpdeJson.Read(RpdeJson.Page(items));

        Assert.Equal(Enumerable.Range(1, 3000).Select(n => ($"m-{n}", n)), read.Select(i => (i.ClientId!, i.Position)));
        Assert.All(read, item => Assert.NotNull(item.Mission));
    }

    /// <summary>Bytes cut, overwritten or inserted at any place: items, a FeedException, nothing else.</summary>
    [Fact]
    public void A_damaged_page_gives_items_or_a_reason()
    {
        var whole = Encoding.UTF8.GetBytes(RpdeJson.Page(Enumerable.Range(1, 5).Select(n => RpdeJson.Updated(RpdeJson.Data(("tags", new[] { "a" })), $"{n}"))));
        var damage =
            from at in Gen.Choose(0, whole.Length - 1)
            from length in Gen.Choose(0, 40)
            from kind in Gen.Choose(0, 2)
            from bytes in Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b), length)
            select kind switch
            {
                0 => whole[..at],
                1 => [.. whole[..at], .. bytes, .. whole[Math.Min(whole.Length, at + length)..]],
                _ => [.. whole[..at], .. bytes, .. whole[at..]],
            };
        var seed = (ulong)Environment.TickCount64;
        output.WriteLine($"Seed {seed}: Config.WithReplay({seed}, 1) repeats this run.");
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000).WithReplay(seed, 1), Prop.ForAll(Arb.From(damage), page =>
        {
            try
            {
                Assert.All(RpdeJson.Read(page), item => Assert.True(item.IsDeleted || item.Mission is not null || item.Refusals.Count > 0));
            }
            catch (FeedException fault)
            {
                Assert.NotEmpty(fault.Message);
            }
        }));
    }
}
