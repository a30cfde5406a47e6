using Engagement.Importer.Batches;
using Engagement.Importer.Feeds;

namespace Engagement.Importer.Runs;

/// <summary>A run's way to Catalog.</summary>
/// <param name="Send">What it sends.</param>
/// <param name="Agreement">What both hold before it.</param>
/// <param name="Guard">What it must not withdraw without a person.</param>
internal sealed record CatalogLink(SendBatch Send, AgreeWithCatalog Agreement, WithdrawalGuard Guard)
{
    /// <summary>A run begins with every outcome known, and with what Catalog has. False when Catalog does not answer.</summary>
    internal async Task<bool> Settle(Feed feed, CancellationToken ct) => await Send.WaitForEarlier(feed.Id, ct) && await Agreement.Agree(feed, ct);
}
