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
    // Anybody may ask for a dry run: most of a processor is left to those who wait for an answer.
    private const double Share = 0.25;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ValidationOptions options;
    private readonly TimeProvider clock;
    private readonly FeedFetcher fetcher;
    private readonly ILogger logger;
    private readonly SemaphoreSlim free;
    private readonly SemaphoreSlim fetching;
    private readonly CostLimiter<ulong> perNetwork;

    public DryRuns(
        IOptions<ValidationOptions> options, IOptions<FetchOptions> fetch, FeedCredentials credentials, TimeProvider clock, ILogger<DryRuns> logger)
    {
        this.options = options.Value;
        this.logger = logger;
        this.clock = clock;
        free = new SemaphoreSlim(this.options.AtOnce);
        fetching = new SemaphoreSlim(this.options.FetchesAtOnce);
        fetcher = new FeedFetcher(Bounds(this.options, fetch.Value), credentials, Dns.GetHostAddressesAsync);
        perNetwork = new CostLimiter<ulong>(this.options.PerMinute, clock);
    }

    internal long MaxBytes => (long)options.MaxMegabytes << 20;

    /// <summary>How long the request may take to arrive.</summary>
    internal TimeSpan UploadTime => TimeSpan.FromSeconds(options.UploadSeconds);

    /// <summary>Whether the network of an address has not asked too often; this counts as asking.</summary>
    internal CostVerdict Ask(IPAddress? asker) => perNetwork.Charge(RateLimits.Network(asker), 1);

    /// <summary>
    /// Waits a moment for a turn; null when no turn came. Ask for the turn when the whole feed has arrived: then neither a slow sender nor a
    /// slow server keeps others waiting.
    /// To be disposed when the dry run has ended.
    /// </summary>
    internal async Task<IDisposable?> Begin(CancellationToken ct) => await free.WaitAsync(Patience, ct) ? new Turn(free) : null;

    /// <summary>Fetches a feed to a temporary file; null when too many are being fetched.</summary>
    internal async Task<GivenFeed?> Fetch(string url, CancellationToken ct)
    {
        if (!await fetching.WaitAsync(Patience, ct))
        {
            return null;
        }

        using var place = new Turn(fetching);
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), $"engagement-{Guid.NewGuid():N}"),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            bufferSize: 1 << 16,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        var (address, failure) = ((Uri?)null, (RunReason?)null);
        try
        {
            var feed = new Feed(Guid.Empty, "", "", "dry-run");
            feed.PullFrom(url, clock.GetUtcNow());
            await using var content = await fetcher.Open(feed, FeedPlace.Whole, ct);
            address = content.Address;
            await content.Body!.CopyToAsync(file, ct);
        }
        catch (RunFailure e)
        {
            failure = e.Reason;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.Broke(logger, e);
            failure = DryRun.Internal;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }

        file.Position = 0;
        return new GivenFeed(file, address, failure);
    }

    /// <summary>Reads a feed. What could not be fetched to its end is read so far, and the reason is that of the fetch.</summary>
    internal async Task<DryRunReport> Read(GivenFeed feed, MissionType type, CancellationToken ct)
    {
        if (feed is { Content.Length: 0, Failure: { } nothing })
        {
            return DryRun.Failed(nothing);
        }

        var report = await Read(feed.Content, feed.Address, type, ct);
        return feed.Failure is { } failure ? report with { Status = RunStatus.Failed, Reason = failure.Code, Message = failure.Message } : report;
    }

    private async Task<DryRunReport> Read(Stream body, Uri? address, MissionType type, CancellationToken ct)
    {
        var start = clock.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stop.CancelAfter(TimeSpan.FromSeconds(options.TotalSeconds));
        try
        {
            var run = new DryRun(clock.GetUtcNow(), type);
            var limits = new FeedLimits { MaxInflatedBytes = (long)options.MaxInflatedMegabytes << 20, Share = Share };
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
        fetching.Dispose();
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
