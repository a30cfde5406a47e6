using Engagement.Importer.Runs;
using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Health;

/// <summary>How a feed is, for its partner.</summary>
/// <param name="Feed">Its name.</param>
/// <param name="Url">Where it is pulled from; null when files are given by command.</param>
/// <param name="Paused">True when it is not pulled.</param>
/// <param name="CheckedAt">When it was last looked at, even if nothing had changed.</param>
/// <param name="LastSuccessAt">When it was last read to its end.</param>
/// <param name="Received">Missions of the last reading to its end.</param>
/// <param name="ReceivedBefore">Missions of the reading before that; null without one.</param>
/// <param name="Refused">How many of the last reading's were refused.</param>
/// <param name="Alerts">What lasts, the oldest first.</param>
public sealed record FeedHealth(
    string Feed, string? Url, bool Paused, DateTimeOffset? CheckedAt, DateTimeOffset? LastSuccessAt, int? Received, int? ReceivedBefore, int? Refused,
    IReadOnlyList<OpenAlert> Alerts);

/// <summary>An alert that lasts.</summary>
public sealed record OpenAlert(string Kind, string Message, DateTimeOffset Since, Guid RunId);

/// <summary>Reads how the feeds of one publisher are.</summary>
internal sealed class FeedHealths(IDbContextFactory<ImporterDb> databases)
{
    internal async Task<IReadOnlyList<FeedHealth>> Of(Guid publisherId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var feeds = await db.Feeds.Where(f => f.PublisherId == publisherId).OrderBy(f => f.Name)
            .Select(f => new
            {
                f.Name,
                f.Url,
                f.Paused,
                f.CheckedAt,
                LastSuccessAt = db.Runs.Where(r => r.FeedId == f.Id && r.Status != RunStatus.Failed).Max(r => r.EndedAt),
                Readings = db.Runs.Where(r => r.FeedId == f.Id && r.Received > 0 && (r.Status == RunStatus.Success || r.Status == RunStatus.Held))
                    .OrderByDescending(r => r.StartedAt).Take(2).Select(r => new { r.Received, r.Refused }).ToList(),
                Alerts = db.FeedAlerts.Where(a => a.FeedId == f.Id && a.ClosedAt == null).OrderBy(a => a.OpenedAt)
                    .Select(a => new { a.Kind, a.OpenedAt, a.RunId }).ToList(),
            })
            .ToListAsync(ct);
        return
        [
            .. feeds.Select(f => new FeedHealth(
                f.Name, f.Url, f.Paused, f.CheckedAt, f.LastSuccessAt, f.Readings.ElementAtOrDefault(0)?.Received, f.Readings.ElementAtOrDefault(1)?.Received,
                f.Readings.ElementAtOrDefault(0)?.Refused,
                [.. f.Alerts.Select(a => new OpenAlert(a.Kind, FeedAlertKind.Explain(a.Kind), a.OpenedAt, a.RunId))])),
        ];
    }
}
