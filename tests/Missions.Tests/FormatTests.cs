namespace Engagement.Missions.Tests;

public sealed class FormatTests
{
    /// <summary>The names on the format's page, copied from it and not from our code.</summary>
    private const string Names =
        "clientId title description applicationUrl postedAt startAt endAt domain activity tags audience publicBeneficiaries publicsBeneficiaires softSkills soft_skills romeSkills " +
        "requirements tasks remote schedule reducedMobilityAccessible closeToTransport openToMinors places snu snuPlaces compensationAmount compensationAmountMax compensationUnit " +
        "compensationType priority metadata image addresses address adresse city postalCode departmentCode departmentName region country countryCode location lonlat lonLat " +
        "organizationClientId organizationId organizationName organizationUrl organizationWebsite organizationLogo organizationDescription organizationStatusJuridique organizationType " +
        "organizationFullAddress organizationPostCode organizationCity organizationRNA organizationRna organizationSiren organizationSiret organizationBeneficiaries " +
        "organizationBeneficiaires organizationActions keyActions organizationReseaux parentOrganizationName";

    private const string NamesInAddress = "street postalCode city departmentCode departmentName region country location location/lat location/lon";

    public static TheoryData<int, string> Rows()
    {
        var rows = new TheoryData<int, string>();
        foreach (var (place, row) in FormatRows.All.Index())
        {
            rows.Add(place, row.ToString());
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Element_gives_what_the_format_says(int place, string name)
    {
        var row = FormatRows.All.ElementAt(place);
        Assert.Equal(name, row.ToString());
        var item = await MissionXml.ReadOne(row.InMission);
        foreach (var expected in row.Expected)
        {
            switch (expected[0])
            {
                case '!':
                    var refusal = Assert.Single(item.Refusals, r => r.Code == expected[1..]);
                    Assert.NotEmpty(refusal.Message);
                    Assert.Null(item.Mission);
                    break;
                case '~':
                    Assert.NotNull(item.Mission);
                    Assert.Contains(item.Warnings, w => w.Code == expected[1..] && w.Field.Length > 0 && w.Line == 1);
                    break;
                default:
                    var at = expected.IndexOf('=', StringComparison.Ordinal);
                    Assert.Equal(expected[(at + 1)..], MissionXml.Value(item, expected[..at]));
                    break;
            }
        }

        Assert.Equal(row.Expected.Count(e => e[0] == '!'), item.Refusals.Count);
        Assert.Equal(row.Expected.Count(e => e[0] == '~'), item.Warnings.Count);
    }

    [Fact]
    public void Every_element_and_alias_has_a_good_an_edge_and_a_bad_row()
    {
        var cases = FormatRows.All.ToLookup(r => r.Element, r => r.Case);
        var ours = FeedFields.Rows.SelectMany(r => r.Names);
        var missing =
            from name in ours.Union(Names.Split(' ')).Union(NamesInAddress.Split(' ').Select(name => $"addresses/address/{name}"))
            from needed in Enum.GetValues<Case>()
            where !cases[name].Contains(needed)
            select $"{name} {needed}";
        Assert.Empty(missing);
    }

    [Fact]
    public void A_good_row_is_taken_without_a_word_and_a_bad_one_is_not()
    {
        Assert.DoesNotContain(FormatRows.All, row => row.Case == Case.Good && row.Expected.Any(e => e[0] is '!' or '~'));
        Assert.DoesNotContain(FormatRows.All, row => row.Case == Case.Bad && !row.Expected.Any(e => e[0] is '!' or '~' || e.EndsWith("=null", StringComparison.Ordinal) || e.EndsWith("=[]", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_name_on_the_page_is_read() =>
        Assert.All(Names.Split(' '), name => Assert.True(FeedFields.TryGet(name, out _, out _), name));

    [Fact]
    public async Task Required_elements_that_are_absent_are_all_reported_at_once()
    {
        var item = await MissionXml.ReadOne("<mission>\n</mission>");
        Assert.Equal(
            ["APPLICATION_URL_MISSING", "CLIENT_ID_MISSING", "DESCRIPTION_MISSING", "TITLE_MISSING"],
            item.Refusals.Select(r => r.Code).Order());
    }

    [Fact]
    public async Task Remark_names_the_element_as_written_its_value_and_its_line()
    {
        var item = await MissionXml.ReadOne(MissionXml.Without("title").Replace("</mission>", "\n<title>\nJardinage\n</title>\n<soft_skills/></mission>", StringComparison.Ordinal));
        var refusal = Assert.Single(item.Refusals);
        Assert.Equal(("TITLE_ONE_WORD", "title", "Jardinage", 2), (refusal.Code, refusal.Field, refusal.Value, refusal.Line));
    }

    [Fact]
    public async Task Value_in_a_remark_is_cut_to_200_characters()
    {
        var item = await MissionXml.ReadOne(("domain", new string('é', 500)));
        Assert.Equal(200, Assert.Single(item.Refusals).Value!.Length);
    }

    [Fact]
    public async Task Mission_without_a_type_takes_that_of_the_feed()
    {
        var item = await MissionXml.ReadOne(MissionXml.Mission(), new FeedSettings { DefaultType = MissionType.VolontariatServiceCivique });
        Assert.Equal(MissionType.VolontariatServiceCivique, item.Mission!.Type);
    }

    [Fact]
    public async Task Unknown_element_is_named_once_per_run()
    {
        var mission = MissionXml.Mission(("couleur", "bleu"), ("forme", "<rond><couleur/></rond>"));
        var items = await MissionXml.Read(MissionXml.Feed(mission, mission));
        Assert.Equal(["couleur", "forme"], items[0].Warnings.Select(w => w.Field));
        Assert.Empty(items[1].Warnings);
        Assert.All(items, item => Assert.NotNull(item.Mission));
    }

    [Fact]
    public async Task Value_beyond_all_measure_is_ignored_and_the_mission_kept()
    {
        var item = await MissionXml.ReadOne(
            ("metadata", new string('x', 20_001)), ("tags", string.Concat(Enumerable.Range(0, 1100).Select(i => $"<value>{i}</value>"))));
        Assert.Null(item.Mission!.Metadata);
        Assert.Equal(1000, item.Mission.Tags.Count);
        Assert.Contains(item.Warnings, w => w.Code == FeedCodes.TextTooLong);
        Assert.Single(item.Warnings, w => w.Code == FeedCodes.TooManyValues);
    }

    [Fact]
    public async Task First_description_of_a_structure_wins_and_the_other_mission_is_told()
    {
        var first = MissionXml.Mission(("organizationCity", "Sète"));
        var second = MissionXml.Mission(("clientId", "m-2"), ("organizationCity", "Agde"));
        var third = MissionXml.Mission(("clientId", "m-3"), ("organizationCity", " Sète "));
        var items = await MissionXml.Read(MissionXml.Feed(first, second, third));
        Assert.All(items, item => Assert.Equal("Sète", item.Organization!.City));
        Assert.Equal([0, 1, 0], items.Select(i => i.Warnings.Count(w => w.Code == FeedCodes.OrganizationConflict)));
    }

    [Fact]
    public async Task Refused_mission_does_not_settle_how_its_structure_is_described()
    {
        var refused = MissionXml.Mission(("title", "Non"), ("organizationCity", "Agde"));
        var items = await MissionXml.Read(MissionXml.Feed(refused, MissionXml.Mission(("organizationCity", "Sète"))));
        Assert.Equal("Sète", items[1].Organization!.City);
        Assert.Empty(items[1].Warnings);
    }

    [Theory]
    [InlineData("<organizationRNA>W751234567</organizationRNA><organizationSiret>73282932000074</organizationSiret>", "W751234567")]
    [InlineData("<organizationSiret>73282932000074</organizationSiret><organizationSiren>732829320</organizationSiren>", "73282932000074")]
    [InlineData("<organizationSiren>732829320</organizationSiren>", "732829320")]
    [InlineData("", "cafe-de-l-oeuvre")]
    public async Task Structure_key_is_the_first_number_given_then_the_slug_of_the_name(string xml, string key)
    {
        var mission = MissionXml.Without("organizationClientId")
            .Replace("Les Jardins", "Café de l'Œuvre !", StringComparison.Ordinal).Replace("</mission>", xml + "</mission>", StringComparison.Ordinal);
        Assert.Equal(key, (await MissionXml.ReadOne(mission)).Mission!.OrganizationKey);
    }
}
