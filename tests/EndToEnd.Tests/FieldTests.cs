using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Engagement.EndToEnd.Tests.Oracle;
using Engagement.Testing;
using Xunit.Abstractions;

namespace Engagement.EndToEnd.Tests;

[Collection(nameof(ImportedSample))]
public sealed partial class FieldTests(ImportedSample sample, ITestOutputHelper output)
{
    private const string Query = """
        query ($after: String) {
          missions(first: 50, after: $after, orderBy: POSTED_DATE) {
            totalCount
            pageInfo { hasNextPage endCursor }
            nodes {
              id clientId version title description descriptionHtml type domain { code label } activities { code label }
              audiences tags tasks softSkills romeSkills requirements schedule remote places placesStatus placesLeft
              openToMinors reducedMobilityAccessible closeToTransport snu snuPlaces compensation { amount }
              postedAt startAt endAt createdAt updatedAt image priority metadata applicationUrl status statusReasons { code }
              addresses { street postalCode city department { code label } region { code label } country location { lat lon } precision }
              organization { clientId name rna siren siret url logo description legalStatus type networks actions beneficiaries address postalCode city }
              publisher { name }
            }
          }
        }
        """;

    [Fact]
    public async Task Every_visible_mission_equals_the_file_field_by_field()
    {
        var expected = sample.Visible.ToDictionary(m => m.ClientId, StringComparer.Ordinal);
        var differences = new List<string>();
        var (seen, ids) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        string? after = null;
        do
        {
            var page = (await sample.Instance.Query(Query, new { after })).GetProperty("missions");
            Assert.Equal(expected.Count, page.GetProperty("totalCount").GetInt32());
            foreach (var mission in page.GetProperty("nodes").EnumerateArray())
            {
                var clientId = mission.GetProperty("clientId").GetString()!;
                Assert.True(seen.Add(clientId) && ids.Add(mission.GetProperty("id").GetString()!), $"{clientId} came twice.");
                differences.AddRange(Compare(expected[clientId], mission).Select(d => $"{clientId} {d}"));
            }

            after = page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean() ? page.GetProperty("pageInfo").GetProperty("endCursor").GetString() : null;
        }
        while (after is not null);

        Assert.True(differences.Count == 0, $"{differences.Count} differences\n{string.Join('\n', differences.Take(20))}");
        Assert.Equal(expected.Count, seen.Count);
        output.Print($"fields: {seen.Count} missions equal the file in every field");
    }

    private static IEnumerable<string> Compare(FileMission file, JsonElement mission)
    {
        var expected = Fields(file).Concat(Organization(file.Organization)).ToDictionary(StringComparer.Ordinal);
        foreach (var (path, value) in expected)
        {
            var told = path.Split('.').Aggregate(mission, (element, name) => element.GetProperty(name));
            var text = Normal(path, told);
            if (text != (value ?? "null"))
            {
                yield return $"{path}: {text} instead of {value ?? "null"}";
            }
        }

        var addresses = string.Join(" | ", mission.GetProperty("addresses").EnumerateArray().Select(Address));
        var there = string.Join(" | ", file.Addresses.Select(Address));
        if (addresses != there)
        {
            yield return $"addresses: {addresses} instead of {there}";
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Fields(FileMission file) =>
    [
        new("version", "1"), new("title", file.Title), new("description", Lines(file.DescriptionHtml)), new("descriptionHtml", Spaces(file.DescriptionHtml)),
        new("type", "BENEVOLAT"), new("domain.code", file.Domain), new("activities", Set(file.Activities)), new("audiences", Set(file.Audiences)),
        new("tags", Set(file.Tags)), new("tasks", Set(file.Tasks)), new("softSkills", Set(file.SoftSkills)), new("romeSkills", ""), new("requirements", Set(file.Requirements)),
        new("schedule", file.Schedule), new("remote", file.Remote), new("places", Number(file.Places)), new("placesStatus", "GIVEN"),
        new("openToMinors", Bool(file.OpenToMinors)), new("reducedMobilityAccessible", Bool(file.ReducedMobilityAccessible)),
        new("closeToTransport", Bool(file.CloseToTransport)), new("snu", "false"), new("snuPlaces", null), new("compensation", null),
        new("postedAt", Instant(file.PostedAt)), new("startAt", Instant(file.StartAt)), new("endAt", file.EndAt is { } end ? Instant(end) : null),
        new("image", file.Image), new("priority", file.Priority), new("metadata", null), new("applicationUrl", file.ApplicationUrl),
        new("status", "ACCEPTED"), new("statusReasons", ""), new("publisher.name", ImportedSample.Publisher),
    ];

    private static IEnumerable<KeyValuePair<string, string?>> Organization(FileOrganization file) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["clientId"] = file.ClientId,
        ["name"] = file.Name,
        ["rna"] = file.Rna,
        ["siren"] = file.Siren,
        ["siret"] = file.Siret,
        ["url"] = file.Url,
        ["logo"] = file.Logo,
        ["description"] = file.Description,
        ["legalStatus"] = file.LegalStatus,
        ["type"] = file.Type,
        ["address"] = file.Address,
        ["postalCode"] = file.PostalCode,
        ["city"] = file.City,
        ["networks"] = Set(file.Networks),
        ["actions"] = Set(file.Actions),
        ["beneficiaries"] = Set(file.Beneficiaries),
    }.Select(f => KeyValuePair.Create($"organization.{f.Key}", f.Value));

    private static string Address(FileAddress a) =>
        $"{a.Street}, {a.PostalCode} {a.City} ({a.Department}) FR {Degrees(a.Lat)} {Degrees(a.Lon)} GIVEN";

    private static string Address(JsonElement a)
    {
        string Text(string name) => a.GetProperty(name).GetString() ?? "null";
        Assert.NotEmpty(a.GetProperty("region").GetProperty("label").GetString()!);
        var location = a.GetProperty("location");
        return $"{Text("street")}, {Text("postalCode")} {Text("city")} ({a.GetProperty("department").GetProperty("code").GetString()}) {Text("country")} "
            + $"{Degrees(location.GetProperty("lat").GetDouble())} {Degrees(location.GetProperty("lon").GetDouble())} {Text("precision")}";
    }

    private static string Normal(string path, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.Array => Set(value.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Object ? e.GetProperty("code").GetString()! : e.GetString()!)),
        JsonValueKind.String when path is "postedAt" or "startAt" or "endAt" => Instant(value.GetDateTimeOffset()),
        JsonValueKind.String when path is "description" or "descriptionHtml" => Spaces(value.GetString()!),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    /// <summary>The plain text: items begin with a bullet. Where lines break is the product's to choose.</summary>
    private static string Lines(string html) => Spaces(Words.PlainText(html.Replace("<li>", " • ", StringComparison.Ordinal).Replace("<strong>", "", StringComparison.Ordinal)
        .Replace("</strong>", "", StringComparison.Ordinal).Replace("<em>", "", StringComparison.Ordinal).Replace("</em>", "", StringComparison.Ordinal)));

    private static string Spaces(string text) => White().Replace(text, " ").Trim();

    private static string Set(IEnumerable<string> values) => string.Join('|', values.Order(StringComparer.Ordinal));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string? Bool(bool? value) => value is { } known ? (known ? "true" : "false") : null;

    private static string Degrees(double value) => Math.Round(value, 6).ToString(CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset value) => value.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex White();
}
