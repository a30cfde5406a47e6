using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engagement.Contracts;
using Engagement.Hosting;
using Engagement.Messaging;
using Engagement.Missions;
using Engagement.Search.Storage;
using Engagement.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Search.Tests;

/// <summary>Search with a real PostgreSQL behind it and a real change log before it, which the test writes in Catalog's place.</summary>
public sealed class World : IAsyncDisposable
{
    private const string Catalog = "catalog";

    private static readonly MigratedDatabase<SearchDb> Databases = new(builder => builder.AddSearch());
    private readonly ChangeLog log = new(Catalog);
    private readonly Dictionary<Guid, long> versions = [];
    private IEnumerable<KeyValuePair<string, string?>> settings = [];
    private Action<WebApplication> others = _ => { };
    private ServiceHost? host;

    private World(TestDatabase database) => Database = database;

    public static DateTimeOffset Now { get; } = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    public TestDatabase Database { get; }

    public ServiceHost Host => host ?? throw new InvalidOperationException("Search does not run.");

    public static Task<World> Start(params IEnumerable<KeyValuePair<string, string?>> settings) => Start(_ => { }, settings);

    /// <summary>The same, with what stands in for other services at the same address.</summary>
    public static async Task<World> Start(Action<WebApplication> others, params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var world = await WithoutSearch();
        world.settings = settings;
        world.others = others;
        await world.StartSearch();
        return world;
    }

    /// <summary>The log alone: Search is started by the test, when it wants.</summary>
    /// <param name="isMigrated">Whether Search's tables are there.</param>
    public static async Task<World> WithoutSearch(bool isMigrated = true)
    {
        var database = isMigrated ? await Databases.Create() : await PostgresCluster.CreateDatabase();
        await database.Execute("set role catalog; " + ChangeLog.CreateTables(Catalog) + ChangeLog.AddMarks(Catalog) + ClockWatch.CreateTables(Catalog));
        return new World(database);
    }

    /// <summary>Starts Search, with the log's owner or without it ("Catalog is down").</summary>
    public async Task StartSearch(bool catalogIsUp = true)
    {
        host = await Run(catalogIsUp, catalogIsUp ? null : new Uri("http://127.0.0.1:1"));
        await UntilReady(host);
    }

    /// <summary>A second process of Search on the same database; it pulls from the first one, which has the log.</summary>
    public async Task<ServiceHost> StartAnother()
    {
        var other = await Run(hasLog: false, Host.Address);
        await UntilReady(other);
        return other;
    }

    public async Task StopSearch()
    {
        await Host.DisposeAsync();
        host = null;
    }

    /// <summary>Appends entries to the log; returns the number of the last.</summary>
    public async Task<long> Append(params IEnumerable<NewChange> entries)
    {
        await using var connection = await Database.Open(Catalog).OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var number = await log.Append(transaction, entries.ToList(), default);
        await transaction.CommitAsync();
        return number;
    }

    /// <summary>Appends entries and waits until queries see them.</summary>
    public async Task<long> Publish(params IEnumerable<NewChange> entries)
    {
        var number = await Append(entries);
        await Until(async () => (await Position()).Indexed >= number, $"entry {number} is indexed");
        return number;
    }

    public async Task<(long Applied, long Indexed)> Position()
    {
        var position = await Host.Client.GetFromJsonAsync<JsonElement>("/internal/search/position");
        return (position.GetProperty("applied").GetInt64(), position.GetProperty("indexed").GetInt64());
    }

    public NewChange Change(string kind, Guid id, RawJson? body)
    {
        lock (versions)
        {
            return new NewChange(kind, id, versions[id] = versions.GetValueOrDefault(id) + 1, Now, body);
        }
    }

    public NewChange Publisher(string slug, bool isPublic = true, bool isPublisher = true) =>
        Change(ChangeKinds.Publisher, EntityId.OfPublisher(slug), MessageJson.Write(
            new PublisherBody($"Partenaire {slug}", slug, "https://partenaire.example/", null, isPublisher, isPublic)));

    /// <summary>A key that stands in the pages of these sites.</summary>
    public NewChange BrowserKey(string slug, string text, params string[] origins) => Key(slug, text, null, null, origins, ["read"]);

    /// <summary>The same with an end.</summary>
    public NewChange BrowserKey(string slug, string text, DateTimeOffset? expires = null, DateTimeOffset? revoked = null, params string[] origins) =>
        Key(slug, text, expires, revoked, origins, ["read"]);

    /// <summary>A key of a partner, whose text is given by the test.</summary>
    public NewChange Key(string slug, string text, DateTimeOffset? expires = null, DateTimeOffset? revoked = null, params string[] scopes) =>
        Key(slug, text, expires, revoked, null, scopes.Length == 0 ? ["read"] : scopes);

    private NewChange Key(string slug, string text, DateTimeOffset? expires, DateTimeOffset? revoked, string[]? origins, string[] scopes) =>
        Change(ChangeKinds.Key, new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16]), MessageJson.Write(new KeyBody(
            EntityId.OfPublisher(slug),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            scopes,
            expires,
            revoked,
            origins)));

    public NewChange Organization(string slug, OrganizationContent content) =>
        Change(ChangeKinds.Organization, EntityId.OfOrganization(EntityId.OfPublisher(slug), content.Key), MessageJson.Write(
            new OrganizationBody(EntityId.OfPublisher(slug), content.Key, new RawJson(MissionJson.Serialize(content)))));

    public NewChange Mission(string slug, MissionContent content, string status = "ACCEPTED")
    {
        var publisher = EntityId.OfPublisher(slug);
        var body = new MissionBody(
            publisher,
            content.ClientId,
            content.OrganizationKey is { } key ? EntityId.OfOrganization(publisher, key) : null,
            status,
            Now.AddDays(-30),
            Now.AddDays(-1),
            new RawJson(MissionJson.Serialize(content)));
        return Change(ChangeKinds.Mission, EntityId.OfMission(publisher, content.ClientId), MessageJson.Write(body));
    }

    /// <summary>A mission with what every mission has; the test changes what it is about.</summary>
    public static MissionContent Content(string clientId, string title = "Aide aux devoirs") => new()
    {
        ClientId = clientId,
        Title = title,
        Description = "Accompagner des enfants après l'école.",
        DescriptionHtml = "<p>Accompagner des enfants après l'école.</p>",
        Type = MissionType.Benevolat,
        ApplicationUrl = $"https://partenaire.example/missions/{clientId}",
        Domain = "education",
        PostedAt = Now.AddDays(-10),
        StartAt = Now.AddDays(10),
    };

    /// <summary>Asks a query; the whole answer, errors too.</summary>
    public async Task<JsonElement> Ask(string query, string? key = null, object? variables = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        if (key is not null)
        {
            request.Headers.Add("Authorization", $"Bearer {key}");
        }

        using var response = await Host.Client.SendAsync(request);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Asks a query that must succeed; its data.</summary>
    public async Task<JsonElement> Data(string query, string? key = null, object? variables = null)
    {
        var answer = await Ask(query, key, variables);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ValueKind == JsonValueKind.Undefined ? "" : errors.ToString());
        return answer.GetProperty("data");
    }

    /// <summary>Asks a query that must fail; the code of its first error.</summary>
    public async Task<string?> ErrorCode(string query, string? key = null, object? variables = null)
    {
        var answer = await Ask(query, key, variables);
        return answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();
    }

    public static Task Until(Func<Task<bool>> holds, string what) => Until(holds, () => what);

    private static async Task Until(Func<Task<bool>> holds, Func<string> what)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (!await holds())
        {
            Assert.True(DateTime.UtcNow < deadline, $"Waited in vain: {what()}.");
            await Task.Delay(20);
        }
    }

    private static async Task UntilReady(ServiceHost host)
    {
        var report = "";
        await Until(
            async () =>
            {
                using var answer = await host.Client.GetAsync("/health/ready");
                report = await answer.Content.ReadAsStringAsync();
                return answer.IsSuccessStatusCode;
            },
            () => $"Search is ready; it says {report}");
    }

    private Task<ServiceHost> Run(bool hasLog, Uri? catalog)
    {
        var all = new Dictionary<string, string?>(Database.Settings.Concat(settings)) { ["Clock:Now"] = Now.ToString("O") };
        if (catalog is not null)
        {
            all["Internal:Catalog"] = catalog.ToString();
        }

        return ServiceHost.Start(
            builder =>
            {
                builder.AddSearch();
                if (hasLog)
                {
                    builder.Services.AddKeyedSingleton(Catalog, Database.Open(Catalog));
                    builder.Services.AddClockWatch(new WatchedClock(Catalog, "select max(at) from catalog.change", _ => true));
                    builder.Services.AddChangeLog(Catalog);
                }
            },
            app =>
            {
                app.MapSearch();
                others(app);
                if (hasLog)
                {
                    app.MapInternal().MapChangeLog(Catalog);
                }
            },
            all);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        await Database.DisposeAsync();
    }
}
