using System.Buffers.Text;
using System.Net;
using Engagement.Importer.Sessions;
using Engagement.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Importer.Tests;

/// <summary>A session ends on the server: the cookie alone, kept by whoever copied it, opens nothing any more.</summary>
public sealed class SessionEndTests
{
    [Fact]
    public async Task After_signing_out_the_cookie_opens_nothing()
    {
        await using var world = await ImporterWorld.Start();
        using var browser = await PartnerBrowser.SignedIn(world, "demo", "read", "publish");
        var cookie = Assert.Single(browser.Cookies).ToString();
        Assert.Equal(HttpStatusCode.OK, await StatusWith(world, cookie, "/feeds"));

        (await browser.Post("/feeds/sign-out", browser.Origin)).Dispose();

        Assert.Equal(HttpStatusCode.Found, await StatusWith(world, cookie, "/feeds"));
        Assert.Equal(HttpStatusCode.Found, await StatusWith(world, cookie, "/feeds/runs/01a203e9-6ede-7343-8726-79995fb5a59d/report.csv"));
    }

    [Fact]
    public async Task A_form_of_another_site_signs_nobody_out()
    {
        await using var world = await ImporterWorld.Start();
        using var browser = await PartnerBrowser.SignedIn(world, "demo");
        var cookie = Assert.Single(browser.Cookies).ToString();

        (await browser.Post("/feeds/sign-out", "https://ailleurs.example")).Dispose();

        Assert.Equal(HttpStatusCode.OK, await StatusWith(world, cookie, "/feeds"));
    }

    [Fact]
    public async Task Signing_out_in_one_browser_leaves_the_others_signed_in()
    {
        await using var world = await ImporterWorld.Start();
        using var one = await PartnerBrowser.SignedIn(world, "demo");
        using var other = await PartnerBrowser.SignedIn(world, "demo");

        (await one.Post("/feeds/sign-out", one.Origin)).Dispose();

        await other.Page("/feeds");
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_before()
    {
        await using var world = await ImporterWorld.Start();
        using var browser = await PartnerBrowser.SignedIn(world, "demo");
        var before = Assert.Single(browser.Cookies).ToString();

        (await browser.SignIn(browser.MakeKey("demo"))).Dispose();

        Assert.NotEqual(before, Assert.Single(browser.Cookies).ToString());
        Assert.Equal(HttpStatusCode.Found, await StatusWith(world, before, "/feeds"));
        await browser.Page("/feeds");
    }

    [Fact]
    public async Task A_session_ends_after_its_hours_however_it_is_used()
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
        await using var world = await ImporterWorld.StartAt(
            clock, KeyValuePair.Create("Sessions:Hours", (string?)"10"), KeyValuePair.Create("Sessions:IdleMinutes", (string?)"120"));
        using var used = await PartnerBrowser.SignedIn(world, "demo");
        using var left = await PartnerBrowser.SignedIn(world, "demo");
        var opened = new List<HttpStatusCode>();

        foreach (var minutes in new[] { 119, 119, 119, 119, 119, 5 })
        {
            clock.Advance(TimeSpan.FromMinutes(minutes));
            using var page = await used.Ask("/feeds");
            opened.Add(page.StatusCode);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.OK, 5), HttpStatusCode.Found], opened);
        using var idle = await left.Ask("/feeds");
        Assert.Equal(HttpStatusCode.Found, idle.StatusCode);
    }

    [Fact]
    public async Task A_session_ends_when_nobody_uses_it()
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
        await using var world = await ImporterWorld.StartAt(clock, KeyValuePair.Create("Sessions:IdleMinutes", (string?)"30"));
        using var browser = await PartnerBrowser.SignedIn(world, "demo");
        clock.Advance(TimeSpan.FromMinutes(29));
        await browser.Page("/feeds");
        clock.Advance(TimeSpan.FromMinutes(30));

        using var idle = await browser.Ask("/feeds");

        Assert.Equal(HttpStatusCode.Found, idle.StatusCode);
    }

    [Fact]
    public async Task Sessions_that_have_ended_are_removed_and_the_others_stay()
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
        await using var world = await ImporterWorld.StartAt(clock);
        using var idle = await PartnerBrowser.SignedIn(world, "demo");
        clock.Advance(TimeSpan.FromMinutes(90));
        using var open = await PartnerBrowser.SignedIn(world, "demo");
        clock.Advance(TimeSpan.FromMinutes(60));

        var removed = await world.Host.Services.GetRequiredService<OpenSessions>().Sweep(CancellationToken.None);

        Assert.Equal((1, 1L), (removed, await world.Database.Scalar<long>("select count(*) from importer.session")));
        await open.Page("/feeds");
    }

    [Fact]
    public async Task Many_pages_write_once_a_minute()
    {
        await using var world = await ImporterWorld.StartAt(new MovableClock(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero)));
        using var browser = await PartnerBrowser.SignedIn(world, "demo");

        for (var i = 0; i < 10; i++)
        {
            await browser.Page("/feeds");
        }

        Assert.Equal(1, (await world.Database.Writes("importer"))["session"]);
    }

    [Fact]
    public async Task A_key_has_so_many_sessions_and_the_next_closes_the_one_that_was_used_longest_ago()
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
        await using var world = await ImporterWorld.StartAt(clock, KeyValuePair.Create("Sessions:PerKey", (string?)"3"));
        var cookies = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            using var browser = await PartnerBrowser.SignedIn(world, "demo");
            cookies.Add(Assert.Single(browser.Cookies).ToString());
            clock.Advance(TimeSpan.FromMinutes(2));
            // The first one is used all the time: it stays.
            await StatusWith(world, cookies[0], "/feeds");
        }

        using var stranger = await PartnerBrowser.SignedIn(world, "other");

        var opened = new List<bool>();
        foreach (var cookie in cookies)
        {
            opened.Add(await StatusWith(world, cookie, "/feeds") == HttpStatusCode.OK);
        }

        Assert.Equal([true, false, false, true, true], opened);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ => (await PartnerBrowser.SignedIn(world, "demo")).Dispose()));
        Assert.Equal(4, await world.Database.Scalar<long>("select count(*) from importer.session"));
    }

    [Fact]
    public async Task When_its_key_ends_a_session_is_removed_and_while_the_key_is_unknown_it_only_rests()
    {
        await using var world = await ImporterWorld.Start();
        using var browser = await PartnerBrowser.SignedIn(world, "demo");
        var (hash, key) = world.Catalog.Keys.Single();

        // Search fills an empty replica: it does not know the key yet.
        world.Catalog.Keys.Clear();
        using (var resting = await browser.Ask("/feeds"))
        {
            Assert.Equal(HttpStatusCode.Found, resting.StatusCode);
        }

        world.Catalog.Keys[hash] = key;
        await browser.Page("/feeds");

        world.Catalog.EndedKeys[CatalogStandIn.KeyId(hash)] = true;
        using var ended = await browser.Ask("/feeds");
        Assert.Equal(HttpStatusCode.Found, ended.StatusCode);
        Assert.Equal(0, await world.Database.Scalar<long>("select count(*) from importer.session"));
    }

    [Fact]
    public async Task Another_process_of_the_importer_knows_the_session_and_its_end()
    {
        await using var world = await ImporterWorld.Start();
        await using var other = await world.StartAnother();
        using var browser = await PartnerBrowser.SignedIn(world, "demo");
        var cookie = Assert.Single(browser.Cookies).ToString();
        Assert.Equal(HttpStatusCode.OK, await StatusWith(other, cookie, "/feeds"));

        (await browser.Post("/feeds/sign-out", browser.Origin)).Dispose();

        Assert.Equal(HttpStatusCode.Found, await StatusWith(other, cookie, "/feeds"));
    }

    [Fact]
    public async Task The_database_holds_no_id_of_a_session_and_what_it_holds_opens_none()
    {
        await using var world = await ImporterWorld.Start();
        using var browser = await PartnerBrowser.SignedIn(world, "demo");
        var id = Assert.Single(browser.Cookies.Cast<Cookie>()).Value;

        var stored = await world.Database.Scalar<string>("select encode(id_hash, 'hex') from importer.session");

        Assert.Equal(PartnerBrowser.HashOf(id), stored);
        foreach (var forged in new[] { stored, Base64Url.EncodeToString(Convert.FromHexString(stored)) })
        {
            Assert.Equal(HttpStatusCode.Found, await StatusWith(world, $"{SessionCookie.Name}={forged}", "/feeds"));
        }
    }

    [Fact]
    public async Task A_cookie_of_the_former_form_leads_to_the_form_which_says_that_the_session_has_ended()
    {
        await using var world = await ImporterWorld.Start();
        var hash = PartnerBrowser.HashOf("eng_demo_");
        world.Catalog.Keys[hash] = ("demo", ["read"]);
        var former = world.Host.Services.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("importer.session").ToTimeLimitedDataProtector().Protect(hash, TimeSpan.FromHours(12));
        foreach (var value in new[] { former, "x", new string('a', 43), new string('é', 20), new string('a', 4_000) })
        {
            using var answer = await AnswerWith(world, $"{SessionCookie.Name}={Uri.EscapeDataString(value)}", "/feeds?a=b");

            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            Assert.Equal("/feeds/sign-in?return=%2Ffeeds%3Fa%3Db&ended=1", answer.Headers.Location?.ToString());
        }

        using var form = await AnswerWith(world, "", "/feeds/sign-in?return=%2Ffeeds&ended=1");
        Assert.Contains("Votre session est terminée", WebUtility.HtmlDecode(await form.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    internal static async Task<HttpStatusCode> StatusWith(ImporterWorld world, string cookie, string path)
    {
        using var answer = await AnswerWith(world, cookie, path);
        return answer.StatusCode;
    }

    internal static async Task<HttpResponseMessage> AnswerWith(ImporterWorld world, string cookie, string path)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = world.Host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie.Length > 0)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return await client.SendAsync(request);
    }
}
