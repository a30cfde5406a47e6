using Engagement.Search.Indexing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Engagement.Search.Gateway;

/// <summary>
/// Asks typical queries of this very server once memory is loaded, so that the first caller does not pay for compiling them: a cold
/// list takes hundreds of milliseconds.
/// </summary>
internal sealed partial class WarmUp(
    FollowReplica memory, IServer server, IHostApplicationLifetime lifetime, IHttpClientFactory clients, ILogger<WarmUp> logger) : BackgroundService
{
    // With the service secret: what warms up is no caller with a budget.
    internal const string Client = "search-warm-up";

    private const int Rounds = 10;

    private static readonly string[] Queries =
    [
        """
        { missions(search: "aide aux enfants", first: 20) { totalCount
            edges { cursor node { id title domain { code label } startAt addresses { city department { code } location { lat lon } } organization { name } publisher { name } } }
            pageInfo { hasNextPage endCursor } facets { domains { code label count } departments { code label count } publishers { code label count } } } }
        """,
        """
        { missions(filter: { place: { near: { lat: 48.85, lon: 2.35, radiusKm: 30 } }, types: [BENEVOLAT] }, orderBy: DISTANCE) { totalCount
            edges { distanceKm nearestAddress { city } node { id clientId description applicationUrl compensation { amount } } } } }
        """,
        "{ missions(filter: { domains: [\"sport\"], openToMinors: true }, orderBy: START_DATE, last: 5) { nodes { id } facets { activities { code count } remote { code count } } } }",
        "{ missionMap(bounds: { west: -5, south: 41, east: 10, north: 51 }, zoom: 6) { totalCount cells { count location { lat lon } mission { id } } } }",
        "{ publishers { nodes { id name } } organizations(first: 2) { nodes { id name } } taxonomy { domains { code label } } viewer { scopes } }",
    ];

    private volatile bool done;

    /// <summary>True once the queries were answered, or it turned out that they cannot be asked.</summary>
    internal bool IsDone => done;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        while (!memory.IsLoaded)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), stoppingToken);
        }

        try
        {
            await Ask(stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            Log.Cold(logger, e.Message);
        }

        done = true;
    }

    private async Task Ask(CancellationToken ct)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(a => a.StartsWith("http:", StringComparison.Ordinal));
        if (address is null)
        {
            Log.Cold(logger, "the server has no plain HTTP address");
            return;
        }

        // An address that stands for all interfaces is asked through the loopback.
        var own = new UriBuilder(address.Replace("*", "127.0.0.1", StringComparison.Ordinal).Replace("+", "127.0.0.1", StringComparison.Ordinal)) { Path = "/graphql" };
        own.Host = own.Host is "0.0.0.0" or "[::]" ? "127.0.0.1" : own.Host;
        using var client = clients.CreateClient(Client);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var query in Queries)
            {
                using var answer = await client.PostAsJsonAsync(own.Uri, new { query }, ct);
                var text = await answer.Content.ReadAsStringAsync(ct);
                if (text.Contains("\"errors\":", StringComparison.Ordinal))
                {
                    Log.Faulty(logger, text);
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3201, Level = LogLevel.Warning, Message = "The paths stay cold: {Reason}")]
        internal static partial void Cold(ILogger logger, string reason);

        [LoggerMessage(EventId = 3202, Level = LogLevel.Error, Message = "A query of the warm-up was not answered: {Answer}")]
        internal static partial void Faulty(ILogger logger, string answer);
    }
}
