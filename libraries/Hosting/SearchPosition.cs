using System.Net.Http.Json;
using System.Text.Json;

namespace Engagement.Hosting;

/// <summary>
/// Waits until Search has applied a number of the change log: from then on an imported mission is found, a new key works and a revoked one
/// does not.
/// </summary>
public sealed class SearchPosition(IHttpClientFactory clients, TimeProvider clock)
{
    internal const string Client = "search-position";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private sealed record Position(long Applied, long Indexed);

    /// <summary>False when Search has not come so far within the time given.</summary>
    public async Task<bool> WaitFor(long number, TimeSpan limit, CancellationToken ct)
    {
        var start = clock.GetTimestamp();
        var patience = Patience;
        using var client = clients.CreateClient(Client);
        for (var waited = TimeSpan.Zero; ; waited = clock.GetElapsedTime(start))
        {
            // The bus brings the number in milliseconds. When it does not, Search is asked to pull it.
            var isLate = waited > patience;
            patience = isLate ? waited + Patience : patience;
            if (await HasIndexed(client, number, isLate, ct))
            {
                return true;
            }

            if (waited > limit)
            {
                return false;
            }

            await Task.Delay(Pause, ct);
        }
    }

    private static async Task<bool> HasIndexed(HttpClient client, long number, bool isLate, CancellationToken ct)
    {
        try
        {
            var position = await client.GetFromJsonAsync<Position>(
                isLate ? FormattableString.Invariant($"/internal/search/position?wanted={number}") : "/internal/search/position", ct);
            return position is not null && position.Indexed >= number;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            // Search is starting or away: ask again until the time is up.
            return false;
        }
    }
}
