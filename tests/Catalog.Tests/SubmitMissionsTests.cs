using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Catalog.Missions;
using Engagement.Contracts;
using Engagement.Missions;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Catalog.Tests;

public sealed class SubmitMissionsTests
{
    [Fact]
    public async Task A_submitted_mission_is_created_then_unchanged_then_updated()
    {
        await using var world = await CatalogWorld.Create();

        var first = await Submit(world, Mission("a"));
        var again = await Submit(world, Mission("a"));
        var other = await Submit(world, Mission("a", title: "Un autre titre"));

        Assert.Equal(["CREATED", "UNCHANGED", "UPDATED"], new[] { first, again, other }.Select(r => r.Results[0].Outcome));
        Assert.Equal(0, again.LastNumber);
        Assert.Equal("push v2", await world.Database.Scalar<string>("select source || ' v' || version from catalog.mission"));
    }

    [Fact]
    public async Task Of_several_missions_each_is_accepted_or_refused_by_itself()
    {
        await using var world = await CatalogWorld.Create();

        var answer = await Submit(world, Mission("a"), Mission("b", title: "Jardinage"), Mission("c", domain: "cuisine"), Mission("d"), Mission("a"));

        Assert.Equal(["CREATED", "REFUSED", "REFUSED", "CREATED", "REFUSED"], answer.Results.Select(r => r.Outcome));
        Assert.Equal(["TITLE_ONE_WORD", "DOMAIN_UNKNOWN", "DUPLICATE_IN_BATCH"], answer.Results.SelectMany(r => r.Errors).Select(e => e.Code));
        Assert.Equal("title", answer.Results[1].Errors[0].Field);
        Assert.Equal(2, await world.Database.Scalar<long>("select count(*) from catalog.mission"));
    }

    [Fact]
    public async Task A_refused_version_leaves_the_accepted_one()
    {
        await using var world = await CatalogWorld.Create();
        await Submit(world, Mission("a"));

        var refused = await Submit(world, Mission("a", title: ""));

        Assert.Equal("REFUSED", refused.Results[0].Outcome);
        Assert.Equal("ACCEPTED v1", await world.Database.Scalar<string>("select status || ' v' || version from catalog.mission"));
    }

    [Fact]
    public async Task A_mission_has_one_source()
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(CatalogWorld.Mission("fed"));
        await Submit(world, Mission("pushed"));

        var push = await Submit(world, Mission("fed"));
        var feed = await world.Apply(CatalogWorld.Mission("pushed"));
        var withdrawn = await world.Withdraw(CatalogWorld.Feed, CatalogWorld.Mission("pushed"));
        var unpublished = await Withdraw(world, "fed");

        Assert.Equal(("REFUSED", "OTHER_SOURCE"), (push.Results[0].Outcome, push.Results[0].Errors[0].Code));
        Assert.Equal(Outcomes.OtherSource, feed.Missions[0].Outcome);
        Assert.Equal(Outcomes.OtherSource, withdrawn.Missions[0].Outcome);
        Assert.Equal("OTHER_SOURCE", unpublished.Error!.Code);
        Assert.Equal(2, await world.Database.Scalar<long>("select count(*) from catalog.mission where status = 'ACCEPTED' and version = 1"));
    }

    [Fact]
    public async Task A_submitted_mission_is_withdrawn_once_and_comes_back_with_its_id()
    {
        await using var world = await CatalogWorld.Create();
        await Submit(world, Mission("a"));

        var withdrawn = await Withdraw(world, "a");
        var again = await Withdraw(world, "a");
        var unknown = await Withdraw(world, "b");
        var back = await Submit(world, Mission("a"));

        Assert.True(withdrawn.LastNumber > 0);
        Assert.Equal((null, 0), (again.Error, again.LastNumber));
        Assert.Equal("MISSION_UNKNOWN", unknown.Error!.Code);
        Assert.Equal("UPDATED", back.Results[0].Outcome);
        Assert.Equal("ACCEPTED v3", await world.Database.Scalar<string>("select status || ' v' || version from catalog.mission"));
    }

    [Fact]
    public async Task A_partner_that_only_showed_missions_becomes_a_private_publisher()
    {
        await using var world = await CatalogWorld.Create();
        using var key = await world.Host.Client.PostAsync("/internal/catalog/keys?partner=Vitrine&scope=publish", null);

        var answer = await world.Host.Services.GetRequiredService<SubmitMissions>().Submit(new(EntityId.OfPublisher("vitrine"), [Mission("a")]), default);

        Assert.Equal("CREATED", answer.Results[0].Outcome);
        Assert.Equal("True False", await world.Database.Scalar<string>("select initcap(is_publisher::text) || ' ' || initcap(is_public::text) from catalog.publisher where slug = 'vitrine'"));
    }

    [Fact]
    public async Task No_mission_and_more_than_200_are_refused_as_a_whole()
    {
        await using var world = await CatalogWorld.Create();
        foreach (var count in new[] { 0, 201 })
        {
            using var answer = await world.Host.Client.PostAsJsonAsync(
                "/internal/catalog/submissions", new SubmitMissions.Request(world.PublisherId, [.. Enumerable.Range(0, count).Select(n => Mission($"m{n}"))]), JsonSerializerOptions.Web);
            Assert.Equal(400, (int)answer.StatusCode);
        }

        Assert.Equal(0, await world.Database.Scalar<long>("select count(*) from catalog.mission"));
    }

    private static Task<SubmitMissions.Response> Submit(CatalogWorld world, params SubmittedMission[] missions) =>
        world.Host.Services.GetRequiredService<SubmitMissions>().Submit(new(world.PublisherId, missions), default);

    private static Task<WithdrawSubmitted.Response> Withdraw(CatalogWorld world, string clientId) =>
        world.Host.Services.GetRequiredService<WithdrawSubmitted>().Withdraw(new(world.PublisherId, clientId), default);

    private static SubmittedMission Mission(string clientId, string title = "Aide aux devoirs", string domain = "education") => new()
    {
        Fields = new Dictionary<string, IReadOnlyList<string>>
        {
            ["clientId"] = [clientId],
            ["title"] = [title],
            ["description"] = ["Accompagner des élèves après l'école."],
            ["applicationUrl"] = [$"https://partner.example/missions/{clientId}"],
            ["domain"] = [domain],
            ["organizationClientId"] = ["org"],
            ["organizationName"] = ["Association org"],
        },
    };
}
