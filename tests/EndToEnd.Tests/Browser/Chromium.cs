using Engagement.Testing;
using Microsoft.Playwright;

namespace Engagement.EndToEnd.Tests.Browser;

/// <summary>
/// The machine's own Chromium, an instance with one partner's imports in every state, and that partner's key. With <c>ENGAGEMENT_SCREENSHOTS</c>
/// set to a folder, every page that a test looks at is pictured there.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    internal const string Partner = "Les Amis du Lac";
    private const int MaxPicture = 2400;
    private TestDatabase database = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    internal Instance Instance { get; private set; } = null!;

    internal string Key { get; private set; } = "";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        database = await PostgresCluster.CreateDatabase();
        Instance = await Instance.Start(database);
        await Instance.ImportFile(Partner, Feeds.Wordy);
        foreach (var count in new[] { 42, 45, 44, 51, 56, 60 })
        {
            await Instance.ImportFile(Partner, Feeds.Numbered(count));
        }

        Key = await Instance.NewKey(Partner, "read,publish");
        await Instance.QueryAs(
            Key,
            "mutation($m: [SubmitMissionInput!]!) { submitMissions(input: { missions: $m }) { results { outcome } } }",
            new { m = Feeds.Pushed.Select(id => new { clientId = id, title = "Animer un atelier", description = "Au bord du lac.", applicationUrl = "https://amis.example.fr/ateliers" }) });
        await Instance.ImportFile(Partner, Feeds.Numbered(60, Feeds.Pushed));
        await Instance.ImportFile(Partner, Feeds.Faulty);
        await Instance.ImportFile(Partner, "<source><mission><clientId>1</clientId>"u8.ToArray());
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            // As root Chromium refuses to start with its sandbox; the pages are our own.
            Args = ["--no-sandbox"],
        });
    }

    /// <summary>A new page in a window of its own.</summary>
    internal async Task<IPage> Open(int width = 1280, bool scripts = true)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Instance.Client.BaseAddress!.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            JavaScriptEnabled = scripts,
            Locale = "fr-FR",
        });
        return await context.NewPageAsync();
    }

    /// <summary>The same, in the partner's session.</summary>
    internal async Task<IPage> OpenAsPartner(int width = 1280, bool scripts = true)
    {
        var page = await Open(width, scripts);
        await page.GotoAsync("/feeds");
        await page.GetByLabel("Clé d'accès").FillAsync(Key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Voir les imports" }).ClickAsync();
        await page.WaitForURLAsync("**/feeds");
        return page;
    }

    internal static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("ENGAGEMENT_SCREENSHOTS") is { Length: > 0 } folder)
        {
            // A report may be as long as its feed; its beginning says how it looks.
            var height = Math.Min(await page.EvaluateAsync<int>("() => document.documentElement.scrollHeight"), MaxPicture);
            await page.SetViewportSizeAsync(page.ViewportSize!.Width, height);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{page.ViewportSize!.Width}.png") });
        }
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await Instance.DisposeAsync();
        await database.DisposeAsync();
    }
}

/// <summary>One browser and one instance for all pages.</summary>
[CollectionDefinition(nameof(Chromium))]
public sealed class ChromiumCollection : ICollectionFixture<Chromium>;
