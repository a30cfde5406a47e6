using System.Net;
using System.Text;
using System.Text.Json;

namespace Engagement.Missions.Tests;

/// <summary>Every text of the format at its bound, one character beyond and far beyond it; by feed, by RPDE and by push.</summary>
public sealed class TextBoundTests
{
    private const string FourBytes = "🐝";

    /// <summary>Element, bound, and what becomes of one that is longer: the code of the refusal, or empty when it is ignored.</summary>
    private static readonly (string Element, int Most, string Refusal)[] Bounds =
    [
        ("clientId", 500, FeedCodes.ClientIdTooLong),
        ("title", 500, FeedCodes.TitleTooLong),
        ("description", 20_000, FeedCodes.DescriptionTooLong),
        ("applicationUrl", 2_000, FeedCodes.ApplicationUrlTooLong),
        ("organizationName", 500, FeedCodes.OrganizationNameTooLong),
        ("schedule", 1_000, ""), ("priority", 1_000, ""), ("metadata", 1_000, ""),
        ("organizationClientId", 1_000, ""), ("organizationStatusJuridique", 1_000, ""), ("organizationType", 1_000, ""),
        ("organizationFullAddress", 1_000, ""), ("organizationPostCode", 1_000, ""), ("organizationCity", 1_000, ""),
            ("parentOrganizationName", 1_000, ""),
        ("organizationDescription", 20_000, ""),
        ("image", 2_000, ""), ("organizationUrl", 2_000, ""), ("organizationWebsite", 2_000, ""), ("organizationLogo", 2_000, ""),
        ("address", 1_000, ""), ("city", 1_000, ""),
        ("tags", 1_000, ""), ("audience", 1_000, ""), ("softSkills", 1_000, ""), ("romeSkills", 1_000, ""), ("requirements", 1_000, ""),
            ("tasks", 1_000, ""),
        ("organizationBeneficiaries", 1_000, ""), ("organizationActions", 1_000, ""), ("organizationReseaux", 1_000, ""),
    ];

    public static TheoryData<string> Elements => [.. Bounds.Select(b => b.Element)];

    [Theory]
    [MemberData(nameof(Elements))]
    public async Task A_text_at_its_bound_is_taken_and_a_longer_one_refused_or_ignored(string element)
    {
        var (_, most, refusal) = Bounds.Single(b => b.Element == element);
        foreach (var unit in new[] { "é", FourBytes })
        {
            var within = Text(element, most, unit);
            foreach (var item in await All(element, within))
            {
                Assert.True(item.Mission is not null, $"{element} of {most} characters is refused: {string.Join(", ", item.Refusals)}");
                Assert.DoesNotContain(item.Warnings, w => w.Code == FeedCodes.TextTooLong);
                Assert.Contains(within, Stored(item), StringComparer.Ordinal);
            }

            foreach (var item in await All(element, Text(element, most + 1, unit)))
            {
                AssertTooLong(item, refusal, $"{element} of {most + 1} × {unit}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Elements))]
    public async Task A_text_far_beyond_its_bound_is_refused_or_ignored_whatever_its_characters(string element)
    {
        var refusal = Bounds.Single(b => b.Element == element).Refusal;
        var random = new Random(7);
        string[] texts =
        [
            Random(random, 25_000, ' ', '\u007F'), Random(random, 25_000, 'À', 'ɏ'), Random(random, 25_000, '一', '鿿'),
            string.Concat(Enumerable.Range(0, 25_000).Select(_ => char.ConvertFromUtf32(random.Next(0x1F300, 0x1F5FF)))),
        ];
        foreach (var text in texts)
        {
            foreach (var item in await All(element, IsAddress(element)
                ? "https://a.example/" + text.Replace(' ', '_').Replace('"', '_').Replace('<', '_').Replace('>', '_') : text))
            {
                AssertTooLong(item, refusal, element);
            }
        }
    }

    [Fact]
    public async Task No_remark_carries_more_than_a_report_can_hold()
    {
        var texts = FeedFields.Rows.SelectMany(r => r.Names).Except(["addresses", "location"]).Select(name =>
            (name, new string('x', 19_000) + " y")).ToArray();
        var addresses = string.Concat(Enumerable.Repeat($"<address><country>{new string('z', 19_000)}</country></address>", 300));
        foreach (var item in await MissionXml.Read(MissionXml.Feed(MissionXml.Mission(texts),
            MissionXml.Mission(("addresses", addresses)), $"<mission><{new string('u', 50_000)}/></mission>")))
        {
            Assert.NotEmpty(item.Refusals);
            Assert.InRange(item.Refusals.Count + item.Warnings.Count, 1, 101);
            Assert.All(item.Refusals.Concat(item.Warnings), r =>
                Assert.True(r.Message.Length <= 1_000 && r.Field.Length <= 100 && (r.Value?.Length ?? 0) <= 200,
                    $"{r.Code}: {r.Field.Length}, {r.Message.Length}"));
            Assert.True((item.ClientId?.Length ?? 0) <= 500);
        }
    }

    [Theory]
    [InlineData("tags")]
    [InlineData("audience")]
    [InlineData("organizationReseaux")]
    public async Task A_list_holds_a_thousand_values_also_as_comma_text(string element)
    {
        var values = Enumerable.Range(0, 2_400).Select(i => $"mot {i}").ToArray();
        var comma = await MissionXml.ReadOne((element, string.Join(',', values)));
        var twice = await MissionXml.ReadOne(MissionXml.Mission((element, string.Join(',', values[..900]))).Replace("</mission>",
            $"<{element}>{string.Join(',', values[900..])}</{element}></mission>", StringComparison.Ordinal));
        var pushed = new SubmissionReader().Read(Submission(element, values));
        var paged = RpdeJson.ReadOne((element, values));
        foreach (var item in new[] { comma, twice, pushed, paged })
        {
            Assert.Equal(1_000, List(item, element).Count);
            Assert.Contains(item.Warnings, w => w.Code == FeedCodes.TooManyValues);
        }

        Assert.Equal(values[..1_000], List(comma, element));
    }

    [Fact]
    public async Task A_mission_has_a_thousand_addresses_wherever_they_stand()
    {
        static string Many(string address) => string.Concat(Enumerable.Range(0, 1_200).Select(i => address.Replace("#", $"{i}", StringComparison.Ordinal)));
        static Task<FeedItem> WithElements(string elements) =>
            MissionXml.ReadOne(MissionXml.Mission().Replace("</mission>", elements + "</mission>", StringComparison.Ordinal));
        static FeedItem WithMembers(string members) =>
            Assert.Single(RpdeJson.Read(RpdeJson.Page(RpdeJson.Updated(RpdeJson.Data()).Replace("\"data\":{", "\"data\":{" + members, StringComparison.Ordinal))));
        var missions = new[]
        {
            await WithElements($"<addresses>{Many("<address><city>Ville #</city></address>")}</addresses>"),
            await WithElements(Many("<address><city>Ville #</city></address>")),
            await WithElements(Many("<addresses><address><city>Ville #</city></address></addresses><address><city>Bourg #</city></address>")),
            WithMembers(Many("\"addresses\":[{\"city\":\"Ville #\"}],")),
            WithMembers(Many("\"addresses\":{\"city\":\"Ville #\"},")),
            WithMembers(Many("\"address\":{\"city\":\"Ville #\"},")),
        };
        Assert.All(missions, item =>
        {
            Assert.Equal(1_000, item.Mission!.Addresses.Count);
            Assert.Single(item.Warnings, w => w.Code == FeedCodes.TooManyValues);
        });
    }

    [Fact]
    public async Task A_feed_has_no_more_missions_than_its_limit()
    {
        var limits = new FeedLimits { MaxMissions = 3 };
        var missions = Enumerable.Range(0, 4).Select(i => MissionXml.Mission(("clientId", $"m-{i}"))).ToArray();
        Assert.Equal(3, (await MissionXml.Read(System.Text.Encoding.UTF8.GetBytes(MissionXml.Feed(missions[..3])), limits: limits)).Count);
        var xml = await Assert.ThrowsAsync<FeedException>(() => MissionXml.Read(System.Text.Encoding.UTF8.GetBytes(MissionXml.Feed(missions)), limits: limits));
        var reader = new RpdeReader(new FeedSettings(), limits);
        RpdeJson.Read(RpdeJson.Page(RpdeJson.Updated(RpdeJson.Data()), RpdeJson.Updated(RpdeJson.Data())), reader);
        var json = Assert.Throws<FeedException>(() => RpdeJson.Read(RpdeJson.Page(RpdeJson.Updated(RpdeJson.Data()), RpdeJson.Updated(RpdeJson.Data())), reader));

        Assert.All(new[] { xml, json }, fault => Assert.Equal(("TOO_LARGE", "Le flux a plus de 3 missions : découpez-le en plusieurs flux."), (fault.Code, fault.Message)));
    }

    [Fact]
    public async Task A_structure_that_is_known_by_a_long_identifier_alone_has_a_name_within_its_bound()
    {
        var item = await MissionXml.ReadOne(("organizationName", ""), ("organizationClientId", new string('k', 900)));
        Assert.Equal((900, 500), (item.Organization!.Key.Length, item.Organization.Name.Length));
    }

    [Fact]
    public void An_item_of_RPDE_whose_id_is_too_long_names_no_mission()
    {
        var id = JsonSerializer.Serialize(new string('i', 501));
        var items = RpdeJson.Read(RpdeJson.Page(RpdeJson.Updated(RpdeJson.Data(), id),
            $$"""{"state":"deleted","kind":"mission","id":{{id}},"modified":2}"""));

        Assert.All(items, item => Assert.Contains(item.Refusals, r => r.Code == FeedCodes.ClientIdTooLong));
        Assert.All(items, item => Assert.Null(item.ClientId));
    }

    [Fact]
    public async Task Controls_and_marks_that_turn_the_direction_of_writing_are_taken_out_of_every_text_of_one_line()
    {
        const string Hostile = "Aide\u202E aux\u202A \u2066devoirs\u2069\u200F\u200E\u061C\uFEFF\u0081\u2028du\u0007 soir\uFFF9";
        const string Clean = "Aide aux devoirs du soir";
        foreach (var element in Bounds.Select(b => b.Element).Where(e => !IsAddress(e)
            && e is not ("clientId" or "organizationClientId" or "description" or "organizationDescription")))
        {
            foreach (var item in await All(element, WebUtility.HtmlEncode(Hostile).Replace("\u0007", "", StringComparison.Ordinal)))
            {
                Assert.True(Stored(item).Contains(Clean, StringComparer.Ordinal), $"{element}: {string.Join('|', Stored(item))}");
            }
        }

        var described = await MissionXml.ReadOne(("description", "<![CDATA[<p>Avant \u202Eaprès &#8238;fin</p>]]>"),
            ("applicationUrl", "https://a.example/\u200Eb"));
        Assert.Equal(("Avant après fin", "<p>Avant après fin</p>", "https://a.example/b"),
            (described.Mission!.Description, described.Mission.DescriptionHtml, described.Mission.ApplicationUrl));
        Assert.Equal("Famille 👨‍👩‍👧 du soir", (await MissionXml.ReadOne(("title", "Famille 👨‍👩‍👧 du soir"))).Mission!.Title);
    }

    [Fact]
    public async Task A_link_of_a_description_that_is_too_long_is_taken_out_and_its_text_stays()
    {
        var item = await MissionXml.ReadOne(("description",
            $"<![CDATA[<p>Voir <a href=\"https://a.example/{new string('x', 2_000)}\">la page</a></p>]]>"));

        Assert.Equal("<p>Voir la page</p>", item.Mission!.DescriptionHtml);
        Assert.Contains(item.Warnings, w => w.Code == FeedCodes.TextTooLong);
    }

    [Fact]
    public async Task Faults_of_a_document_are_told_without_the_text_of_an_exception()
    {
        string[] broken = ["<source><mission><title>a</mission></source>", "<source><mission>&eacute;</mission></source>",
            "<source><mission>a & b</mission></source>", "<source><a b='1' b='2'/></source>", "<source/><b/>",
                "<source><mission>\u0001</mission></source>"];
        foreach (var xml in broken)
        {
            var fault = await Assert.ThrowsAsync<FeedException>(() => MissionXml.Read(xml));
            Assert.DoesNotContain(fault.InnerException!.Message, fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("Line ", fault.Message, StringComparison.Ordinal);
        }

        var json = Assert.Throws<FeedException>(() => RpdeJson.Read("{\"next\": oops}"));
        Assert.DoesNotContain("invalid", json.Message, StringComparison.Ordinal);
    }

    private static async Task<FeedItem[]> All(string element, string value)
    {
        // The item's id is the mission's identifier.
        var paged = element == "clientId"
            ? Assert.Single(RpdeJson.Read(RpdeJson.Page(RpdeJson.Updated(RpdeJson.Data(), JsonSerializer.Serialize(value)))))
            : RpdeJson.ReadOne((element, element is "tags" or "audience" ? new[] { value } : value));
        return [await MissionXml.ReadOne((element, IsList(element) ? $"<value>{WebUtility.HtmlEncode(value)}</value>"
            : WebUtility.HtmlEncode(value))), paged, new SubmissionReader().Read(Submission(element, value))];
    }

    private static SubmittedMission Submission(string element, params string[] values)
    {
        var fields = RpdeJson.Data().ToDictionary(d => d.Key, d => (IReadOnlyList<string>)[(string)d.Value!]);
        fields["clientId"] = ["m-1"];
        SubmittedAddress[] addresses = element switch
        {
            "address" => [new SubmittedAddress { Street = values[0] }],
            "city" => [new SubmittedAddress { City = values[0] }],
            _ => [],
        };
        if (addresses.Length == 0)
        {
            fields[element] = values;
        }

        return new SubmittedMission { Fields = fields, Addresses = addresses };
    }

    private static void AssertTooLong(FeedItem item, string refusal, string what)
    {
        if (refusal.Length > 0)
        {
            Assert.True(item.Refusals.Any(r => r.Code == refusal), $"{what}: {string.Join(", ", item.Refusals.Select(r => r.Code))}");
            return;
        }

        Assert.True(item.Mission is not null, $"{what}: refused, {string.Join(", ", item.Refusals)}");
        var codes = string.Join(' ', item.Warnings.Select(w => w.Code));
        Assert.True(item.Warnings.Any(w => w.Code == FeedCodes.TextTooLong), $"{what}: {codes}");
        Assert.All(Stored(item), text => Assert.True(text.EnumerateRunes().Count() <= 500
            || text.StartsWith("Un jardin", StringComparison.Ordinal), what));
    }

    /// <summary>A text of so many characters that the element takes but for its length.</summary>
    private static string Text(string element, int length, string unit) =>
        IsAddress(element) ? "https://a.example/" + Repeat(unit, length - 18) : "Un mot " + Repeat(unit, length - 7);

    private static string Repeat(string unit, int times) => string.Concat(Enumerable.Repeat(unit, times));

    private static string Random(Random random, int length, char first, char last)
    {
        var text = new StringBuilder("Un mot ");
        while (text.Length < length)
        {
            text.Append((char)random.Next(first, last));
        }

        // A comma would make several values of it, a tag or an entity something else.
        return text.Replace(',', ';').Replace('<', '(').Replace('>', ')').Replace('&', '+').Replace("\u00C3", "E").Replace("\u00C2",
            "E").Replace("\u00C5", "E").ToString();
    }

    private static bool IsAddress(string element) =>
        element is "applicationUrl" or "image" or "organizationUrl" or "organizationWebsite" or "organizationLogo";

    private static bool IsList(string element) => FeedFields.TryGet(element, out _, out var shape) && shape == FeedShape.List;

    private static IReadOnlyList<string> List(FeedItem item, string element) => element switch
    {
        "tags" => item.Mission!.Tags,
        "audience" => item.Mission!.Audiences,
        _ => item.Organization!.Networks,
    };

    /// <summary>Every text that would be stored.</summary>
    private static IEnumerable<string> Stored(FeedItem item) =>
        Texts(JsonDocument.Parse(MissionJson.Serialize(item.Mission!)).RootElement)
            .Concat(item.Organization is null ? [] : Texts(JsonDocument.Parse(MissionJson.Serialize(item.Organization)).RootElement));

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(m => Texts(m.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };
}
