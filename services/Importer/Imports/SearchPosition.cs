using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Engagement.Importer.Imports;

/// <summary>Waits until Search has indexed a number of the change log: from then on the missions of an import are found.</summary>
internal sealed class SearchPosition(IHttpClientFactory clients, IOptions<ImportOptions> options, TimeProvider clock)
{
    internal const string Client = "importer-search";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private sealed record Position(long Applied, long Indexed);

    /// <summary>False when Search has not come so far within the time that the settings give it.</summary>
    internal async Task<bool> WaitFor(long number, CancellationToken ct)
    {
        var limit = TimeSpan.FromSeconds(options.Value.SearchableWithinSeconds);
        var start = clock.GetTimestamp();
        using var client = clients.CreateClient(Client);
        while (!await HasIndexed(client, number, ct))
        {
            if (clock.GetElapsedTime(start) > limit)
            {
                return false;
            }

            await Task.Delay(Pause, ct);
        }

        return true;
    }

    private static async Task<bool> HasIndexed(HttpClient client, long number, CancellationToken ct)
    {
        try
        {
            var position = await client.GetFromJsonAsync<Position>("/internal/search/position", ct);
            return position is not null && position.Indexed >= number;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            // Search is starting or away: ask again until the time is up.
            return false;
        }
    }
}
