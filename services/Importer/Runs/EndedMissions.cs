using System.Text.Json;
using Engagement.Importer.Feeds;

namespace Engagement.Importer.Runs;

/// <summary>Asks Catalog which missions of a feed are past their end.</summary>
internal sealed partial class EndedMissions(IHttpClientFactory clients, ILogger<EndedMissions> logger)
{
    internal const string Client = "importer-catalog-expired";

    /// <summary>None when Catalog does not answer: then every mission counts, and a feed is rather held than not.</summary>
    internal async Task<HashSet<string>> Of(Feed feed, CancellationToken ct)
    {
        using var client = clients.CreateClient(Client);
        try
        {
            var path = $"/internal/catalog/expired?publisherId={feed.PublisherId}&source={Uri.EscapeDataString(feed.Source)}";
            return new(await client.GetFromJsonAsync<List<string>>(path, ct) ?? [], StringComparer.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            Log.NoAnswer(logger, e, feed.PublisherSlug);
            return [];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2241, Level = LogLevel.Warning, Message = "The catalog does not answer which missions of {Publisher} are past their end: all count")]
        internal static partial void NoAnswer(ILogger logger, Exception e, string publisher);
    }
}
