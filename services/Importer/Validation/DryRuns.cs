using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Engagement.Importer.Feeds;
using Engagement.Importer.Fetching;
using Engagement.Importer.Runs;
using Engagement.Missions;
using Microsoft.Extensions.Options;

namespace Engagement.Importer.Validation;

/// <summary>Why a dry run is not carried out now.</summary>
internal enum DryRunRefusal
{
    /// <summary>The address asked too often.</summary>
    TooMany,

    /// <summary>Others are being carried out.</summary>
    Busy,
}

/// <summary>Carries out dry runs, few at a time and few for each address, on feeds that are given or fetched from public addresses.</summary>
internal sealed partial class DryRuns : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ValidationOptions options;
    private readonly TimeProvider clock;
    private readonly FeedFetcher fetcher;
    private readonly ILogger logger;
    private readonly SemaphoreSlim free;
    private readonly PartitionedRateLimiter<IPAddress> perAddress;

    public DryRuns(
        IOptions<ValidationOptions> options, IOptions<FetchOptions> fetch, FeedCredentials credentials, TimeProvider clock, ILogger<DryRuns> logger)
    {
        this.options = options.Value;
        this.logger = logger;
        this.clock = clock;
        free = new SemaphoreSlim(this.options.AtOnce);
        fetcher = new FeedFetcher(Bounds(this.options, fetch.Value), credentials, Dns.GetHostAddressesAsync);
        perAddress = PartitionedRateLimiter.Create<IPAddress, string>(address => RateLimitPartition.GetFixedWindowLimiter(
            Network(address), _ => new FixedWindowRateLimiterOptions { PermitLimit = this.options.PerMinute, Window = TimeSpan.FromMinutes(1) }));
    }

    internal long MaxBytes => (long)options.MaxMegabytes << 20;

    /// <summary>Begins one if its turn comes soon; null with the reason when it does not. To be disposed when it has ended.</summary>
    internal async Task<(IDisposable? Turn, DryRunRefusal Refusal)> Begin(IPAddress asker, CancellationToken ct)
    {
        using var lease = perAddress.AttemptAcquire(asker);
        if (!lease.IsAcquired)
        {
            return (null, DryRunRefusal.TooMany);
        }

        return await free.WaitAsync(Patience, ct) ? (new Turn(free), default) : (null, DryRunRefusal.Busy);
    }

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
        perAddress.Dispose();
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

    /// <summary>Of IPv6 the /64: one subscriber has all of it.</summary>
    private static string Network(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8)) : plain.ToString();
    }

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
