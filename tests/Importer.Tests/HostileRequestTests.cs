using Engagement.Testing;

namespace Engagement.Importer.Tests;

public sealed class HostileRequestTests
{
    [Fact]
    public async Task Every_path_answers_what_cannot_be_read_with_a_clear_refusal()
    {
        await using var world = await ImporterWorld.Start(
            new("Validation:PerMinute", "10000"), new("RateLimits:AnonymousCostPerMinute", "0"), new("RateLimits:KeyCostPerMinute", "0"));
        using var browser = await PartnerBrowser.SignedIn(world, "demo", "read", "publish");
        using var client = new HttpClient(new ToHost(
            world.Host,
            ("x-engagement-secret", ServiceHost.Secret),
            ("Cookie", string.Join("; ", browser.Cookies.Select(c => $"{c.Name}={c.Value}"))),
            ("Origin", browser.Origin)));

        await HostileRequests.Send(world.Host, client, least: 700);
    }

    [Fact]
    public async Task Without_the_secret_every_internal_path_is_404_before_anything_is_read()
    {
        await using var world = await ImporterWorld.Start();

        await InternalPaths.AreClosed(world.Host, least: 10);
    }

    [Fact]
    public async Task A_filter_with_a_character_that_no_text_holds_is_refused_before_the_file_begins()
    {
        await using var world = await ImporterWorld.Start();
        var import = await world.Import(TestFeed.Of(TestFeed.Refused("m-1")));
        using var browser = await PartnerBrowser.SignedIn(world, "demo", "read");

        foreach (var target in new[] { "report.csv?kind=%00", "report.json?kind=%00", "report.csv?code=a%00b", "?kind=%00" })
        {
            using var answer = await browser.Ask($"/feeds/runs/{import.Text("run")}/{target}".Replace("/?", "?", StringComparison.Ordinal));
            Assert.Equal((target, 400), (target, (int)answer.StatusCode));
            Assert.NotEmpty(await answer.Content.ReadAsStringAsync());
        }
    }
}
