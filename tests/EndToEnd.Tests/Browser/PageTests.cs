using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Engagement.EndToEnd.Tests.Browser;

/// <summary>Every page, as people and their tools meet it: no fault for axe-core, nothing cut off at 320 pixels, nothing that needs a script.</summary>
[Trait("suite", "browser")]
[Collection(nameof(Chromium))]
public sealed class PageTests(Chromium chromium)
{
    /// <summary>The pages by name; those of a partner need its session.</summary>
    public static TheoryData<string, string> Pages => new()
    {
        { "accueil", "/" },
        { "connexion", "/feeds/sign-in" },
        { "connexion-terminee", "/feeds/sign-in?ended=1" },
        { "essai", "/feeds/validate" },
        { "essai-rapport", "validate" },
        { "imports", "partner:/feeds" },
        { "imports-alertes", "partner:contacts" },
        { "imports-contact-refuse", "partner:wrong contact" },
        { "import-retenu", "partner:held" },
        { "import-echoue", "partner:failed" },
        { "import-long-rapport", "partner:left-out" },
        { "import-autre-source", "partner:other-source" },
        { "rattachement", "partner:moved" },
        { "import-introuvable", "partner:/feeds/runs/00000000-0000-0000-0000-000000000000" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Axe_finds_no_fault_and_nothing_is_cut_off_at_320_pixels(string name, string address)
    {
        foreach (var width in new[] { 1280, 320 })
        {
            var page = await Go(address, width);
            await Chromium.Picture(page, name);
            var faults = (await page.RunAxe()).Violations;
            Assert.True(faults.Length == 0, $"{name} at {width} px:\n{string.Join('\n', faults.Select(Explain))}");
            var overflow = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{name} is {overflow} px wider than {width} px.");
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task The_page_around_the_explorer_has_no_fault()
    {
        var page = await chromium.Open();
        await page.GotoAsync("/graphql");
        await page.Locator(".graphiql-container").WaitForAsync();
        await Chromium.Picture(page, "api");
        // The page around GraphiQL is ours; what is inside it is its own makers'.
        var faults = (await page.RunAxe(new AxeRunContext { Exclude = [new AxeSelector(".graphiql-container")] })).Violations;
        Assert.True(faults.Length == 0, string.Join('\n', faults.Select(Explain)));
    }

    [Fact]
    public async Task A_partner_without_scripts_reaches_its_report_by_keyboard_alone_and_leaves()
    {
        var page = await chromium.Open(scripts: false);
        await page.GotoAsync("/feeds");
        await Reach(page, "input#key");
        await page.Keyboard.TypeAsync(chromium.Key);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/feeds");
        await Reach(page, "tbody tr:nth-child(2) th a");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/feeds/runs/*");
        await Reach(page, "select#code");
        await page.Keyboard.TypeAsync("PLACES");
        await Reach(page, "form .row button");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**code=PLACES_INVALID**");
        Assert.Equal(1, await page.Locator("tbody.group").CountAsync());
        await Reach(page, ".head button");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/feeds/sign-in");
    }

    [Fact]
    public async Task A_partner_without_scripts_moves_missions_to_its_feed_by_keyboard_alone()
    {
        var page = await chromium.OpenAsPartner(scripts: false);
        await Follow(page, "Réussi");
        await Reach(page, "h2#autre-source ~ details summary");
        Assert.False(await page.GetByRole(AriaRole.Button, new() { Name = "Rattacher" }).IsVisibleAsync());
        await page.Keyboard.PressAsync("Enter");
        await Reach(page, "details[open] button");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/move");
        foreach (var id in Feeds.Pushed)
        {
            Assert.Equal(1, await page.Locator("tbody tr", new() { HasText = id }).CountAsync());
        }
    }

    [Fact]
    public async Task A_feed_is_tried_by_keyboard_alone_without_scripts()
    {
        var page = await chromium.Open(scripts: false);
        await page.GotoAsync("/feeds/validate");
        await Reach(page, "#url");
        await page.Keyboard.TypeAsync("http://169.254.169.254/flux.xml");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#resultat").WaitForAsync();
        Assert.Contains("ADDRESS_FORBIDDEN", await page.ContentAsync(), StringComparison.Ordinal);
        await Reach(page, "#type");
        await Reach(page, "main button");
    }

    [Fact]
    public async Task Contacts_are_set_by_keyboard_alone_without_scripts()
    {
        var page = await chromium.OpenAsPartner(scripts: false);
        await Reach(page, "section > details > summary");
        await page.Keyboard.PressAsync("Enter");
        await Reach(page, "textarea[name=contacts]");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("personne");
        await Reach(page, "section form button");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("textarea[aria-invalid=true]").WaitForAsync();
        await Reach(page, "textarea[name=contacts]");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("clavier@amis-du-lac.example.fr");
        await Reach(page, "section form button");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/feeds?saved=contacts");
        Assert.Contains("clavier@amis-du-lac.example.fr", await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_drawing_of_a_feeds_sizes_has_its_numbers_beside_it()
    {
        var page = await chromium.OpenAsPartner();
        var chart = page.Locator("figure.chart");
        Assert.Contains("au plus 420", await chart.GetByRole(AriaRole.Img).GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        await chart.Locator("summary").ClickAsync();
        Assert.Equal(await chart.Locator("rect.taken").CountAsync(), await chart.Locator("tbody tr").CountAsync());
    }

    /// <summary>Presses Tab until the element has the focus, from the top of the page, and sees that the focus can be seen.</summary>
    private static async Task Reach(IPage page, string selector)
    {
        for (var steps = 0; steps < 80; steps++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.Locator($"{selector}:focus").CountAsync() == 1)
            {
                Assert.Equal(1, await page.Locator($"{selector}:focus-visible").CountAsync());
                return;
            }
        }

        Assert.Fail($"80 times Tab do not lead to {selector} on {page.Url}.");
    }

    private async Task<IPage> Go(string address, int width)
    {
        const string AsPartner = "partner:";
        if (address == "validate")
        {
            var form = await chromium.Open(width);
            await form.GotoAsync("/feeds/validate");
            await form.GetByLabel("ou un fichier").SetInputFilesAsync(new FilePayload { Name = "flux.xml", MimeType = "text/xml", Buffer = Feeds.Faulty });
            await form.GetByRole(AriaRole.Button, new() { Name = "Essayer" }).ClickAsync();
            await form.Locator("#resultat").WaitForAsync();
            return form;
        }

        if (!address.StartsWith(AsPartner, StringComparison.Ordinal))
        {
            var open = await chromium.Open(width);
            await open.GotoAsync(address);
            return open;
        }

        var page = await chromium.OpenAsPartner(width);
        switch (address[AsPartner.Length..])
        {
            case "held": await Follow(page, "Retraits en attente"); break;
            case "failed": await Follow(page, "Échoué"); break;
            case "left-out":
                await page.Locator("tbody tr").Last.Locator("th a").ClickAsync();
                await page.GetByText("remarques ne sont pas détaillées").WaitForAsync();
                break;
            case "other-source": await Follow(page, "Réussi"); await page.GetByText("Rattacher ces missions à ce flux").ClickAsync(); break;
            case "moved": await Follow(page, "Réussi"); await Move(page); break;
            case "contacts": await SaveContacts(page, "equipe@amis-du-lac.example.fr\nastreinte@amis-du-lac.example.fr"); break;
            case "wrong contact": await SaveContacts(page, "equipe@amis-du-lac.example.fr\nLéa du bureau"); break;
            case var path: await page.GotoAsync(path); break;
        }

        return page;
    }

    private static async Task Move(IPage page)
    {
        await page.GetByText("Rattacher ces missions à ce flux").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rattacher" }).ClickAsync();
        await page.WaitForURLAsync("**/move");
    }

    /// <summary>Saves contacts of the feed and opens all that the page then hides.</summary>
    private static async Task SaveContacts(IPage page, string contacts)
    {
        await page.Locator("summary", new() { HasText = "Alertes par courriel" }).ClickAsync();
        await page.GetByLabel("Adresses électroniques à prévenir").FillAsync(contacts);
        await page.GetByRole(AriaRole.Button, new() { Name = "Enregistrer les adresses" }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => d.open = true)");
    }

    /// <summary>Follows the link of the run with this status.</summary>
    private static async Task Follow(IPage page, string status)
    {
        await page.Locator("tbody tr", new() { HasText = status }).First.Locator("a").ClickAsync();
        await page.WaitForURLAsync("**/feeds/runs/*");
    }

    private static string Explain(AxeResultItem fault) =>
        $"{fault.Impact} {fault.Id}: {fault.Help}\n  {string.Join("\n  ", fault.Nodes.Select(n => n.Html))}";
}
