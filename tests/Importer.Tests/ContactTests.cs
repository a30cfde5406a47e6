using System.Net;

namespace Engagement.Importer.Tests;

public sealed class ContactTests
{
    [Fact]
    public async Task Contacts_are_set_as_a_whole_listed_and_left_alone_by_a_body_that_does_not_name_them()
    {
        await using var world = await AlertWorld.Start();
        await world.Contacts("demo", " equipe@exemple.fr", "EQUIPE@exemple.fr", "autre@exemple.fr", "");
        var kept = (await world.KeptContacts()).ToDictionary(c => c.Address, c => c.Id);
        using var other = await world.World.Host.Client.PutAsync("/internal/importer/feeds/demo", new StringContent("""{ "intervalMinutes": 60 }""", System.Text.Encoding.UTF8, "application/json"));
        other.EnsureSuccessStatusCode();

        Assert.Equal(["autre@exemple.fr", "equipe@exemple.fr"], await Listed(world));

        await world.Contacts("demo", "equipe@exemple.fr", "troisieme@exemple.fr");
        Assert.Equal(["equipe@exemple.fr", "troisieme@exemple.fr"], await Listed(world));
        Assert.Equal(kept["equipe@exemple.fr"], (await world.KeptContacts())[0].Id);

        await world.Contacts("demo");
        Assert.Empty(await Listed(world));
    }

    [Fact]
    public async Task A_partner_sets_its_contacts_on_its_page()
    {
        await using var world = await AlertWorld.Start();
        using var browser = await Partner(world);
        Assert.Contains("personne n'est prévenu", await browser.Page("/feeds"), StringComparison.Ordinal);

        using var answer = await Save(world, browser, "equipe@exemple.fr\r\n autre@exemple.fr ; equipe@exemple.fr\r\n");

        Assert.Equal((HttpStatusCode.SeeOther, "/feeds?saved=contacts"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Equal(["autre@exemple.fr", "equipe@exemple.fr"], await Listed(world));
        var page = await browser.Page("/feeds?saved=contacts");
        Assert.Contains("Les adresses à prévenir sont enregistrées", page, StringComparison.Ordinal);
        Assert.Contains("2\u00a0adresses prévenues", page, StringComparison.Ordinal);
        Assert.Contains(">autre@exemple.fr\nequipe@exemple.fr</textarea>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("equipe@exemple.fr\npersonne<b>", "« personne<b> » n'est pas une adresse électronique")]
    [InlineData("équipe@exemple.fr", "« équipe@exemple.fr » n'est pas une adresse électronique")]
    [InlineData("a@b.fr,b@b.fr,c@b.fr,d@b.fr,e@b.fr,f@b.fr,g@b.fr,h@b.fr,i@b.fr,j@b.fr,k@b.fr", "11 adresses, c'est trop")]
    public async Task What_cannot_be_a_contact_is_told_beside_the_field_with_what_was_typed(string typed, string fault)
    {
        await using var world = await AlertWorld.Start();
        using var browser = await Partner(world);
        await world.Contacts("demo", "gardee@exemple.fr");

        using var answer = await Save(world, browser, typed);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<title>Erreur : vos imports", page, StringComparison.Ordinal);
        Assert.Contains(fault, page, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", page, StringComparison.Ordinal);
        Assert.Contains($">{typed}</textarea>", page, StringComparison.Ordinal);
        Assert.Equal(["gardee@exemple.fr"], await Listed(world));
    }

    [Fact]
    public async Task A_key_that_may_only_read_neither_sees_nor_changes_addresses()
    {
        await using var world = await AlertWorld.Start();
        await world.Contacts("demo", "equipe@exemple.fr");
        using var reader = await PartnerBrowser.SignedIn(world.World, "demo", "read");
        var page = await reader.Page("/feeds");

        using var answer = await Save(world, reader, "autre@exemple.fr");

        Assert.Contains("1\u00a0adresse prévenue", page, StringComparison.Ordinal);
        Assert.DoesNotContain("equipe@exemple.fr", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(["equipe@exemple.fr"], await Listed(world));
    }

    [Theory]
    [InlineData("https://ailleurs.example", "demo", HttpStatusCode.Forbidden)]
    [InlineData(null, "demo", HttpStatusCode.Forbidden)]
    [InlineData("own", "beta", HttpStatusCode.NotFound)]
    public async Task Neither_another_site_nor_another_partner_changes_them(string? origin, string partner, HttpStatusCode status)
    {
        await using var world = await AlertWorld.Start();
        await world.Contacts("demo", "equipe@exemple.fr");
        using var browser = await PartnerBrowser.SignedIn(world.World, partner, "read", "publish");

        using var answer = await browser.Post(await Address(world), origin == "own" ? browser.Origin : origin, new() { ["contacts"] = "intrus@exemple.fr" });

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(["equipe@exemple.fr"], await Listed(world));
    }

    [Fact]
    public async Task Two_who_save_at_once_leave_what_one_of_them_wrote()
    {
        await using var world = await AlertWorld.Start();
        await world.Contacts("demo");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => world.Contacts("demo", "equipe@exemple.fr", $"autre{i % 2}@exemple.fr")));

        var listed = await Listed(world);
        Assert.Equal(2, listed.Count);
        Assert.Contains("equipe@exemple.fr", listed);
    }

    private static async Task<PartnerBrowser> Partner(AlertWorld world)
    {
        await world.World.Import(TestFeed.Numbered(3));
        return await PartnerBrowser.SignedIn(world.World, "demo", "read", "publish");
    }

    private static async Task<HttpResponseMessage> Save(AlertWorld world, PartnerBrowser browser, string typed) =>
        await browser.Post(await Address(world), browser.Origin, new() { ["contacts"] = typed });

    private static async Task<string> Address(AlertWorld world) =>
        (await world.World.List("select '/feeds/' || id || '/contacts' from importer.feed where publisher_slug = 'demo'"))[0];

    private static async Task<List<string>> Listed(AlertWorld world) =>
        [.. (await world.World.Get("/internal/importer/feeds?publisher=demo"))[0].GetProperty("contacts").EnumerateArray().Select(c => c.GetString()!)];
}
