using System.Net;
using Engagement.Hosting;
using Engagement.Importer.Feeds;
using Engagement.Importer.Fetching;
using Engagement.Importer.Runs;
using Engagement.Missions;
using Microsoft.Extensions.Options;

namespace Engagement.Importer.Validation;

/// <summary>
/// Carries out dry runs, few at a time and few for each network, on feeds that are given or fetched from public addresses.
/// </summary>
internal sealed partial class DryRuns : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ValidationOptions options;
    private readonly TimeProvider clock;
    private readonly FeedFetcher fetcher;
    private readonly ILogger logger;
    private readonly SemaphoreSlim free;
    private readonly CostLimiter<ulong> perNetwork;

    public DryRuns(
        IOptions<ValidationOptions> options, IOptions<FetchOptions> fetch, FeedCredentials credentials, TimeProvider clock, ILogger<DryRuns> logger)
    {
        this.options = options.Value;
        this.logger = logger;
        this.clock = clock;
        free = new SemaphoreSlim(this.options.AtOnce);
        fetcher = new FeedFetcher(Bounds(this.options, fetch.Value), credentials, Dns.GetHostAddressesAsync);
        perNetwork = new CostLimiter<ulong>(this.options.PerMinute, clock);
    }

    internal long MaxBytes => (long)options.MaxMegabytes << 20;

    /// <summary>How long the request may take to arrive.</summary>
    internal TimeSpan UploadTime => TimeSpan.FromSeconds(options.UploadSeconds);

    /// <summary>Whether the network of an address has not asked too often; this counts as asking.</summary>
    internal CostVerdict Ask(IPAddress? asker) => perNetwork.Charge(RateLimits.Network(asker), 1);

    /// <summary>
    /// Waits a moment for a turn; null when none came. Taken once the request is read to its end, so that whoever sends slowly keeps nobody
    /// waiting.
    /// To be disposed when the dry run has ended.
    /// </summary>
    internal async Task<IDisposable?> Begin(CancellationToken ct) => await free.WaitAsync(Patience, ct) ? new Turn(free) : null;

    internal async Task<DryRunReport> Fetch(string url, MissionType type, CancellationToken ct)
    {
        var feed = new Feed(Guid.Empty, "", "", "dry-run");
        feed.PullFrom(url, clock.GetUtcNow());
        try
        {
            await using var content = await fetcher.Open(feed, FeedPlace.Whole, ct);
            return await Read(content.Body!, content.Address, type, ct);
        }
        catch (RunFailure failure)
        {
            return DryRun.Failed(failure.Reason);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.Broke(logger, e);
            return DryRun.Failed(DryRun.Internal);
        }
    }

    internal Task<DryRunReport> Read(Stream file, MissionType type, CancellationToken ct) => Read(file, null, type, ct);

    private async Task<DryRunReport> Read(Stream body, Uri? address, MissionType type, CancellationToken ct)
    {
        var start = clock.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stop.CancelAfter(TimeSpan.FromSeconds(options.TotalSeconds));
        try
        {
            var run = new DryRun(clock.GetUtcNow(), type);
            var limits = new FeedLimits { MaxInflatedBytes = (long)options.MaxInflatedMegabytes << 20 };
            var report = await run.Read(body, address, limits, stop.Token);
            return report with { Seconds = Math.Round(clock.GetElapsedTime(start).TotalSeconds, 3) };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return DryRun.Failed(FetchReasons.TimedOut);
        }
    }

    public void Dispose()
    {
        fetcher.Dispose();
        free.Dispose();
    }

    private static FetchOptions Bounds(ValidationOptions options, FetchOptions fetch) => new()
    {
        AllowedPrivateEndpoints = fetch.AllowedPrivateEndpoints,
        ConnectSeconds = Math.Min(fetch.ConnectSeconds, 5),
        SilenceSeconds = Math.Min(fetch.SilenceSeconds, 10),
        TotalSeconds = options.TotalSeconds,
        MaxMegabytes = options.MaxMegabytes,
        Retries = 0,
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 2511, Level = LogLevel.Error, Message = "A dry run was stopped by a fault of ours")]
        internal static partial void Broke(ILogger logger, Exception e);
    }

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
