using System.Text.Json;
using Engagement.Missions;
using Engagement.Search.Submissions;
using Engagement.Testing;

namespace Engagement.Search.Tests.Submissions;

public sealed class SubmissionTests
{
    private const string Submit =
        """
        mutation { submitMission(input: { clientId: "a", title: "Aide aux devoirs" }) { outcome userErrors { code } } }
        """;

    [Fact]
    public async Task Publishing_needs_a_key_with_its_scope()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("demo"), world.Key("demo", "eng_reads"));

        foreach (var mutation in new[]
        {
            Submit,
            """mutation { submitMissions(input: { missions: [] }) { results { outcome } } }""",
            """mutation { withdrawMission(input: { clientId: "a" }) { userErrors { code } } }""",
        })
        {
            Assert.Equal("FORBIDDEN", await world.ErrorCode(mutation));
            Assert.Equal("FORBIDDEN", await world.ErrorCode(mutation, "eng_reads"));
        }
    }

    [Fact]
    public async Task A_catalogue_that_does_not_answer_is_told_as_such_and_reading_goes_on()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("demo"), world.Key("demo", "eng_writes", scopes: ["read", "publish"]), world.Mission("demo", World.Content("m-1")));
        await world.StopSearch();
        await world.StartSearch(catalogIsUp: false);

        Assert.Equal("SERVICE_UNAVAILABLE", await world.ErrorCode(Submit, "eng_writes"));
        Assert.Equal(1, (await world.Data("{ missions { totalCount } }")).GetProperty("missions").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task None_or_more_than_200_missions_are_a_user_error()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("demo"), world.Key("demo", "eng_writes", scopes: ["publish"]));
        const string Mutation = "mutation($m: [SubmitMissionInput!]!) { submitMissions(input: { missions: $m }) { results { outcome } userErrors { code field } } }";

        foreach (var count in new[] { 0, 201 })
        {
            var data = await world.Data(Mutation, "eng_writes", new { m = Enumerable.Range(0, count).Select(n => new { clientId = $"{n}" }) });
            Assert.Equal("MISSIONS_COUNT", data.GetProperty("submitMissions").GetProperty("userErrors")[0].GetProperty("code").GetString());
        }
    }

    [Fact]
    public void The_input_offers_every_field_of_the_format_by_its_name()
    {
        // Those of the flat address are for feeds only; the input has a list of addresses.
        string[] flat = ["address", "postalCode", "city", "departmentCode", "departmentName", "region", "country", "location", "lonlat"];
        var offered = typeof(SubmitMissionInput).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));
        var format = File.ReadAllText(Path.Combine(Node.Folder, "..", "..", "libraries", "Missions", "FeedFields.cs"))
            .Split('\n').Where(l => l.Contains("(FeedField.", StringComparison.Ordinal)).Select(l => l.Split('"')[1]);

        Assert.Equal(format.Except(flat).Select(n => n.ToLowerInvariant()).Order(), offered.Select(n => n.ToLowerInvariant()).Order());
    }

    [Fact]
    public void Values_become_the_words_of_the_format()
    {
        var mission = SubmittedFields.Of(new SubmitMissionInput
        {
            ClientId = "007",
            Type = MissionType.VolontariatServiceCivique,
            Remote = RemoteMode.Full,
            Places = 3,
            CompensationAmount = 12.5,
            OpenToMinors = false,
            Tags = ["a, b", "c"],
            Addresses = [new() { City = "Paris", Location = new() { Lat = 48.85, Lon = 2.35 } }],
        });

        Assert.Equal(
            "clientId=007 type=volontariat_service_civique tags=a, b|c remote=full openToMinors=no places=3 compensationAmount=12.5",
            string.Join(' ', mission.Fields.Select(f => $"{f.Key}={string.Join('|', f.Value)}")));
        Assert.Equal(("Paris", 48.85), (mission.Addresses[0].City, mission.Addresses[0].Lat));
    }
}
