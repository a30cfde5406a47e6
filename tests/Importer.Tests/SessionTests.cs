using System.Net;

namespace Engagement.Importer.Tests;

public sealed class SessionTests
{
    [Theory]
    [InlineData("/feeds")]
    [InlineData("/feeds?after=01a203e9-6ede-7343-8726-79995fb5a59d")]
    [InlineData("/feeds/runs/01a203e9-6ede-7343-8726-79995fb5a59d")]
    [InlineData("/feeds/runs/01a203e9-6ede-7343-8726-79995fb5a59d/report.csv")]
    [InlineData("/feeds/runs/01a203e9-6ede-7343-8726-79995fb5a59d/report.json")]
    public async Task Without_a_session_a_page_leads_to_the_form_and_back(string path)
    {
        await using var world = await ImporterWorld.Start();
        using var browser = new PartnerBrowser(world);

        using var answer = await browser.Ask(path);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal($"/feeds/sign-in?return={Uri.EscapeDataString(path)}", answer.Headers.Location?.ToString());
        Assert.Contains($"value=\"{path}\"", await browser.Page(answer.Headers.Location!.ToString()), StringComparison.Ordinal);
        using var signedIn = await browser.SignIn(browser.MakeKey("demo"), path);
        Assert.Equal(path, signedIn.Headers.Location?.ToString());
    }

    [Fact]
    public async Task The_session_is_a_cookie_that_no_script_reads_and_that_does_not_hold_the_key()
    {
        await using var world = await ImporterWorld.Start();
        using var browser = new PartnerBrowser(world);

        using var answer = await browser.SignIn(browser.MakeKey("demo"));

        var header = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", header, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", header, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("eng_demo", header, StringComparison.Ordinal);
        Assert.DoesNotContain(PartnerBrowser.HashOf("eng_demo_"), header, StringComparison.Ordinal);
        Assert.Contains("no-store", answer.Headers.CacheControl?.ToString() ?? (await browser.Ask("/feeds")).Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_Development_the_cookie_never_travels_in_the_open()
    {
        var cookie = new Sessions.SessionCookie(new Production());
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();

        cookie.Write(context, "id");

        Assert.Contains("secure", context.Response.Headers.SetCookie.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("eng_unknown", HttpStatusCode.Unauthorized, "inconnue, expirée ou révoquée")]
    [InlineData("", HttpStatusCode.BadRequest, "Saisissez votre clé")]
    public async Task A_key_that_is_not_good_opens_nothing_and_the_form_says_why(string key, HttpStatusCode status, string error)
    {
        await using var world = await ImporterWorld.Start();
        using var browser = new PartnerBrowser(world);

        using var answer = await browser.SignIn(key);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(error, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Empty(browser.Cookies);
    }

    [Fact]
    public async Task A_key_that_may_only_apply_opens_no_report()
    {
        await using var world = await ImporterWorld.Start();
        using var browser = new PartnerBrowser(world);

        using var answer = await browser.SignIn(browser.MakeKey("demo", "apply"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(browser.Cookies);
    }

    [Fact]
    public async Task A_revoked_key_ends_its_session_at_the_next_page()
    {
        await using var world = await ImporterWorld.Start();
        using var browser = await PartnerBrowser.SignedIn(world, "demo");
        await browser.Page("/feeds");

        world.Catalog.Keys.Clear();

        using var answer = await browser.Ask("/feeds");
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    [Fact]
    public async Task While_keys_cannot_be_checked_no_page_opens()
    {
        await using var world = await ImporterWorld.Start();
        using var browser = await PartnerBrowser.SignedIn(world, "demo");

        world.Catalog.KnowsKeys = false;

        using var answer = await browser.Ask("/feeds");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("momentanément indisponible", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://ailleurs.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task A_form_that_another_site_sends_opens_no_session(string? origin)
    {
        await using var world = await ImporterWorld.Start();
        using var browser = new PartnerBrowser(world);

        using var answer = await browser.Post("/feeds/sign-in", origin, new() { ["key"] = browser.MakeKey("demo") });

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(browser.Cookies);
    }

    [Theory]
    [InlineData("https://ailleurs.example/")]
    [InlineData("//ailleurs.example/feeds")]
    [InlineData("/feeds/../../ailleurs\\")]
    [InlineData("/feedsx")]
    [InlineData("/feeds/é")]
    public async Task After_signing_in_nobody_is_led_elsewhere(string back)
    {
        await using var world = await ImporterWorld.Start();
        using var browser = new PartnerBrowser(world);

        using var answer = await browser.SignIn(browser.MakeKey("demo"), back);

        Assert.Equal("/feeds", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var world = await ImporterWorld.Start();
        using var browser = await PartnerBrowser.SignedIn(world, "demo");

        using var answer = await browser.Post("/feeds/sign-out", browser.Origin);

        Assert.Empty(browser.Cookies);
        using var page = await browser.Ask("/feeds");
        Assert.Equal(HttpStatusCode.Found, page.StatusCode);
    }

    private sealed class Production : Microsoft.Extensions.Hosting.IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Production";

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = null!;
    }
}
