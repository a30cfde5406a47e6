using System.Globalization;

namespace Engagement.Missions.Tests;

/// <summary>Every word of the format's enumerations, copied from its page: as written, and in capitals amid white space.</summary>
public sealed class FormatWordTests
{
    private static readonly (string Elements, string Path, string Words, string Value)[] Words =
    [
        ("remote", "remote", "no non false 0", "no"),
        ("remote", "remote", "possible yes oui true 1 partiel partielle hybride", "possible"),
        ("remote", "remote", "full total 100 remote", "full"),
        ("remote", "remote", "local", "local"),
        ("reducedMobilityAccessible closeToTransport openToMinors snu", "", "yes oui true 1", "true"),
        ("reducedMobilityAccessible closeToTransport openToMinors snu", "", "no non false 0", "false"),
        ("compensationUnit", "compensation.unit", "hour heure heures", "hour"),
        ("compensationUnit", "compensation.unit", "day jour jours", "day"),
        ("compensationUnit", "compensation.unit", "month mois", "month"),
        ("compensationUnit", "compensation.unit", "year an ans annee année années", "year"),
        ("compensationType", "compensation.type", "gross brut", "gross"),
        ("compensationType", "compensation.type", "net", "net"),
        ("type", "type", "benevolat", "benevolat"),
        ("type", "type", "volontariat_service_civique", "volontariat_service_civique"),
        ("type", "type", "volontariat_sapeurs_pompiers", "volontariat_sapeurs_pompiers"),
        ("type", "type", "volontariat_reserve_operationnelle", "volontariat_reserve_operationnelle"),
    ];

    public static TheoryData<string, string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string, string>();
        foreach (var (elements, path, words, value) in Words)
        {
            foreach (var element in elements.Split(' '))
            {
                foreach (var word in words.Split(' '))
                {
                    cases.Add(element, word, path.Length > 0 ? path : element, value);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Word_means_what_the_format_says(string element, string word, string path, string value)
    {
        foreach (var written in new[] { word, $"<![CDATA[\n\t{word.ToUpper(CultureInfo.InvariantCulture)}\u00A0\n]]>" })
        {
            var item = await MissionXml.ReadOne((element, written));
            Assert.Equal(value, MissionXml.Value(item, path));
            Assert.Empty(item.Warnings);
        }
    }

    [Theory]
    [InlineData("Animation, Valorisation", "animation-valorisation")]
    [InlineData("Médiation, Information", "mediation-information")]
    [InlineData("Préservation, Patrimoine", "preservation-patrimoine")]
    [InlineData("Prévention, Sensibilisation", "prevention-sensibilisation")]
    [InlineData("Secours, Aide", "secours-aide")]
    [InlineData("Soutien, Accompagnement", "soutien-accompagnement")]
    [InlineData("Transmission, Pédagogie", "transmission-pedagogie")]
    public async Task Label_with_a_comma_is_one_activity(string label, string code)
    {
        foreach (var written in new[] { label, label.ToUpperInvariant(), label.Replace(", ", ",", StringComparison.Ordinal), label.Replace(", ", " ,\n", StringComparison.Ordinal), label.Replace("é", "e\u0301", StringComparison.Ordinal) })
        {
            var item = await MissionXml.ReadOne(("activity", $"Sport,{written}, Art"));
            Assert.Equal(["sport", code, "art"], item.Mission!.Activities);
            Assert.Empty(item.Warnings);
        }
    }

    [Theory]
    [InlineData("48.39", "-4.49")]
    [InlineData("42.7", "9.45")]
    [InlineData("16.24", "-61.53")]
    [InlineData("14.6", "-61.07")]
    [InlineData("4.93", "-52.33")]
    [InlineData("-20.88", "55.45")]
    [InlineData("-12.78", "45.23")]
    [InlineData("46.78", "-56.17")]
    [InlineData("-22.27", "166.44")]
    [InlineData("-17.53", "-149.56")]
    [InlineData("-13.28", "-176.17")]
    [InlineData("-49.35", "70.22")]
    public async Task Pair_is_read_in_the_order_that_falls_in_France(string lat, string lon)
    {
        foreach (var element in new[] { "lonlat", "lonLat" })
        {
            var right = await MissionXml.ReadOne((element, $"{lon},{lat}"));
            var swapped = await MissionXml.ReadOne((element, $"{lat}, {lon}"));
            Assert.All([right, swapped], item => Assert.Equal((lat, lon), (MissionXml.Value(item, "addresses[0].lat"), MissionXml.Value(item, "addresses[0].lon"))));
            Assert.Empty(right.Warnings);
            Assert.Equal(FeedCodes.CoordinatesSwapped, Assert.Single(swapped.Warnings).Code);
        }
    }
}
