using System.ComponentModel.DataAnnotations;
using System.Net;
using Engagement.Messaging;
using Microsoft.Extensions.Options;

namespace Engagement.Search.Keys;

/// <summary>Section <c>Keys</c>, Search's part.</summary>
internal sealed class KeyOptions
{
    /// <summary>How often Catalog is told which keys were used.</summary>
    [Range(1, 3600)]
    public int ReportEverySeconds { get; init; } = 60;
}

/// <summary>
/// Tells Catalog when keys were last used: each minute, and before the process stops. What Catalog does not take is told again; a process that
/// dies loses its last minute.
/// </summary>
internal sealed partial class ReportKeyUses(
    KeyUses uses, IHttpClientFactory clients, IOptions<KeyOptions> options, TimeProvider clock, ILogger<ReportKeyUses> logger)
    : RecurringWork(TimeSpan.FromSeconds(options.Value.ReportEverySeconds), logger, clock), IHostedLifecycleService
{
    internal const string Client = "search-key-uses";
    private const int AtOnce = 1_000;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(3);

    /// <summary>Tells all that Catalog does not know; false when it could not be told.</summary>
    internal async Task<bool> Report(CancellationToken ct)
    {
        try
        {
            using var client = clients.CreateClient(Client);
            while (uses.Unreported(AtOnce) is { Count: > 0 } unreported)
            {
                using var answer = await client.PostAsJsonAsync(
                    "/internal/catalog/keys/used", new { keys = unreported.Select(use => new { id = use.Key, at = use.At }) }, ct);
                answer.EnsureSuccessStatusCode();
                uses.Reported(unreported);
            }

            return true;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Log.NotTold(logger, (e as HttpRequestException)?.StatusCode is HttpStatusCode code ? $"it answers {(int)code}" : e.Message);
            return false;
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>While every service of this process still answers.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(Farewell);
        await Report(end.Token);
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task Round(CancellationToken ct) => Report(ct);

    private static partial class Log
    {
        [LoggerMessage(EventId = 3301, Level = LogLevel.Warning, Message = "Catalog was not told which keys were used; it is told again: {Reason}")]
        internal static partial void NotTold(ILogger logger, string reason);
    }
}
