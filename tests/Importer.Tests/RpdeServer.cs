using System.Globalization;
using System.Net;
using System.Text.Json;
using Engagement.Importer.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Tests;

/// <summary>A partner's RPDE feed: items in the order of their last change, a page at a time.</summary>
internal sealed class RpdeServer : IAsyncDisposable
{
    private readonly FeedServer server;
    private readonly List<(int Change, string Id, object? Data)> items = [];
    private int change;

    private RpdeServer(FeedServer server)
    {
        this.server = server;
        server.Answer = Send;
    }

    internal Uri Address => new(server.Address, "/missions");

    internal Uri Root => server.Address;

    internal KeyValuePair<string, string?> Allowed => server.Allowed;

    /// <summary>Items in a page.</summary>
    internal int Size { get; init; } = 3;

    /// <summary>When true, an item that changes leaves its former version in the feed.</summary>
    internal bool KeepsFormer { get; set; }

    /// <summary>When true, the last page has a tag, and is not sent again to who knows it.</summary>
    internal bool HasTags { get; set; }

    /// <summary>Rewrites what a page would say; by the number of the change that it comes after.</summary>
    internal Func<int, string, string> Rewrite { get; set; } = (_, page) => page;

    /// <summary>Answered instead of the page that comes after this change.</summary>
    internal (int After, HttpStatusCode Status)? Fails { get; set; }

    internal IReadOnlyList<string> Asked => [.. server.Requests.Select(r => r.Path)];

    internal IReadOnlyList<bool> Authorized => [.. server.Requests.Select(r => r.Headers.Authorization.Count > 0)];

    internal void Forget() => server.Requests.Clear();

    internal static async Task<RpdeServer> Start(int size = 3) => new(await FeedServer.Start()) { Size = size };

    internal void Put(string id, string title = "Aider au jardin partagé") => Add(id, new Dictionary<string, object?>
    {
        ["clientId"] = id,
        ["title"] = title,
        ["description"] = "Entretenir les parcelles avec les habitants.",
        ["applicationUrl"] = $"https://partenaire.example.fr/missions/{id}",
        ["organizationClientId"] = "org-1",
        ["organizationName"] = "Les Jardins du Lac",
    });

    internal void PutAll(int count, string title = "Aider au jardin partagé", int from = 1)
    {
        foreach (var n in Enumerable.Range(from, count))
        {
            Put($"m-{n:000}", title);
        }
    }

    internal void Delete(string id) => Add(id, null);

    internal void DeleteAll(int count, int from = 1)
    {
        foreach (var n in Enumerable.Range(from, count))
        {
            Delete($"m-{n:000}");
        }
    }

    /// <summary>Tombstones do not last.</summary>
    internal void ForgetTombstones() => items.RemoveAll(i => i.Data is null);

    internal static async Task<ImportAnswerLines> Import(ImporterWorld world, Uri address) =>
        await world.Import((HttpContent?)null, "demo", $"&format=rpde&url={Uri.EscapeDataString(address.ToString())}");

    internal Task<ImportAnswerLines> Import(ImporterWorld world) => Import(world, Address);

    internal static Task<string?> Cursor(ImporterWorld world) => world.Query(db => db.Feeds.Select(f => f.Cursor).SingleAsync());

    internal static Task<Run> LastRun(ImporterWorld world) => world.Query(db => db.Runs.OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id).FirstAsync());

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private void Add(string id, object? data)
    {
        if (!KeepsFormer)
        {
            items.RemoveAll(i => i.Id == id);
        }

        items.Add((++change, id, data));
    }

    private Task Send(HttpContext context)
    {
        var after = int.Parse(context.Request.Query["after"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
        var page = items.Where(i => i.Change > after).Take(Size).ToList();
        if (Fails is { } fails && fails.After == after)
        {
            context.Response.StatusCode = (int)fails.Status;
            return Task.CompletedTask;
        }

        var tag = $"\"{after}\"";
        if (HasTags && page.Count == 0)
        {
            context.Response.Headers.ETag = tag;
            if (context.Request.Headers.IfNoneMatch == tag)
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        // Relative to the page, as the standard allows.
        var next = page.Count > 0 ? $"missions?after={page[^1].Change}" : $"missions{context.Request.QueryString}";
        var text = JsonSerializer.Serialize(new { next, items = page.Select(Item), license = "https://exemple.fr/licence" });
        return context.Response.WriteAsync(Rewrite(after, text));
    }

    private static object Item((int Change, string Id, object? Data) item) => item.Data is null
        ? new { state = "deleted", kind = "mission", id = item.Id, modified = item.Change }
        : new { state = "updated", kind = "mission", id = item.Id, modified = item.Change, data = item.Data };
}
