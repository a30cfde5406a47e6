using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Engagement.Importer.Storage;
using Engagement.Messaging;
using Engagement.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Importer.Tests;

/// <summary>An importer on a database of its own, with a stand-in for Catalog and Search on the same bus and address.</summary>
internal sealed class ImporterWorld : IAsyncDisposable
{
    private static readonly MigratedDatabase<ImporterDb> Databases = new(builder => builder.AddImporter());
    private readonly TestDatabase database;
    private readonly string folder;
    private readonly bool ownsDatabase;

    private ImporterWorld(TestDatabase database, string folder, ServiceHost host, CatalogStandIn catalog, bool ownsDatabase) =>
        (this.database, this.folder, Host, Catalog, this.ownsDatabase) = (database, folder, host, catalog, ownsDatabase);

    internal TestDatabase Database => database;

    internal string Folder => folder;

    internal ServiceHost Host { get; }

    internal CatalogStandIn Catalog { get; }

    internal static Task<ImporterWorld> Start(params IEnumerable<KeyValuePair<string, string?>> settings) => Start(null, new CatalogStandIn(), settings);

    /// <summary>The same at the time of a clock that the test moves.</summary>
    internal static Task<ImporterWorld> StartAt(TimeProvider clock, params IEnumerable<KeyValuePair<string, string?>> settings) =>
        Start(null, new CatalogStandIn(), settings, clock);

    /// <summary>Another process of the importer: on the database, with the files and the catalog of this one.</summary>
    internal Task<ImporterWorld> StartAnother(params IEnumerable<KeyValuePair<string, string?>> settings) => Start(this, Catalog, settings);

    internal async Task<ImportAnswerLines> Import(string xml, string publisher = "demo", string query = "") =>
        await Import(new ByteArrayContent(Encoding.UTF8.GetBytes(xml)), publisher, query);

    internal async Task<ImportAnswerLines> Import(HttpContent? body, string publisher = "demo", string query = "")
    {
        using var response = await Host.Client.PostAsync($"/internal/importer/imports?publisher={publisher}{query}", body);
        return new ImportAnswerLines((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    internal Task<ImportAnswerLines> ImportUrl(Uri url, string publisher = "demo") => Import((HttpContent?)null, publisher, $"&url={Uri.EscapeDataString(url.ToString())}");

    /// <summary>What a person who confirms or undoes the run of an import is told.</summary>
    internal async Task<(int Status, string Text)> Ask(string verb, ImportAnswerLines answer)
    {
        using var response = await Host.Client.PostAsync($"/internal/importer/runs/{answer.Text("run")}/{verb}", null);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The newest run, with its report.</summary>
    internal async Task<JsonElement> LastRun() =>
        await Get($"/internal/importer/runs/{(await Get("/internal/importer/runs?first=1"))[0].GetProperty("id").GetString()}");

    internal async Task<JsonElement> Get(string path) => await Host.Client.GetFromJsonAsync<JsonElement>(path);

    internal async Task<JsonElement> Report(ImportAnswerLines answer) => await Get($"/internal/importer/runs/{answer.Text("run")}");

    internal async Task<IReadOnlyList<JsonElement>> Items(ImportAnswerLines answer) => [.. (await Report(answer)).GetProperty("items").EnumerateArray()];

    /// <summary>
    /// Rows written so far in each table of the schema. A server tells them ten seconds late, unless the connection ends.
    /// </summary>
    internal async Task<IReadOnlyDictionary<string, long>> Writes()
    {
        Host.Services.GetRequiredService<ImporterConnections>().Source.Clear();
        return await Database.Writes("importer");
    }

    /// <summary>The first column of a query's rows.</summary>
    internal async Task<List<string>> List(string sql)
    {
        var rows = new List<string>();
        await using var command = Host.Services.GetRequiredService<ImporterConnections>().Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    internal async Task<ImporterDb> OpenDb() => await Host.Services.GetRequiredService<IDbContextFactory<ImporterDb>>().CreateDbContextAsync();

    internal async Task<T> Query<T>(Func<ImporterDb, Task<T>> query)
    {
        await using var db = await OpenDb();
        return await query(db);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        if (ownsDatabase)
        {
            await database.DisposeAsync();
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task<ImporterWorld> Start(ImporterWorld? first, CatalogStandIn catalog, IEnumerable<KeyValuePair<string, string?>> settings, TimeProvider? clock = null)
    {
        var database = first?.database ?? await Databases.Create();
        var folder = first?.folder ?? Directory.CreateTempSubdirectory("engagement-imports-").FullName;
        var host = await ServiceHost.Start(
            builder =>
            {
                builder.AddImporter();
                builder.Services.AddSingleton(catalog);
                if (clock is not null)
                {
                    builder.Services.AddSingleton(clock);
                }

                builder.Services.AddBusConsumers(bus => bus.AddConsumer<StandInConsumer>().Endpoint(e => e.Name = "catalog-stand-in"));
            },
            app =>
            {
                app.MapImporter();
                catalog.Map(app);
            },
            [.. database.Settings, new("Imports:Folder", folder), new("Mail:Folder", Path.Combine(folder, "mail")), new("Imports:SearchableWithinSeconds", "5"), new("Fetch:RetryMilliseconds", "10"), .. settings]);
        return new ImporterWorld(database, folder, host, catalog, first is null);
    }
}

/// <summary>What the import endpoint told.</summary>
internal sealed record ImportAnswerLines(int StatusCode, string Whole)
{
    private readonly Lazy<JsonElement> json = new(() => JsonElement.Parse(Whole.Split('\n').Single(l => l.StartsWith("json ", StringComparison.Ordinal))[5..]));

    internal int Exit => int.Parse(Whole.TrimEnd().Split('\n')[^1]["exit ".Length..]);

    internal string Status => Text("status")!;

    internal string? Reason => Text("reason");

    internal int this[string count] => json.Value.GetProperty(count).GetInt32();

    internal string? Text(string name) => json.Value.GetProperty(name).GetString();

    internal (int Received, int Created, int Updated, int Unchanged, int Withdrawn, int Refused) Counts =>
        (this["received"], this["created"], this["updated"], this["unchanged"], this["withdrawn"], this["refused"]);
}
