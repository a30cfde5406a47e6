using Engagement.Importer.Runs;
using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Health;

/// <summary>How a feed is, for its partner.</summary>
/// <param name="FeedId">The feed.</param>
/// <param name="Feed">Its name.</param>
/// <param name="Url">Where it is pulled from; null when files are given by command.</param>
/// <param name="Paused">True when it is not pulled.</param>
/// <param name="IntervalMinutes">How often it is pulled.</param>
/// <param name="CheckedAt">When it was last looked at, even if nothing had changed.</param>
/// <param name="LastSuccessAt">When it was last read to its end.</param>
/// <param name="Held">How many withdrawals of its last reading wait for somebody.</param>
/// <param name="Readings">The last readings of the whole feed to its end, the oldest first.</param>
/// <param name="Alerts">What lasts, the oldest first.</param>
public sealed record FeedHealth(
    Guid FeedId, string Feed, string? Url, bool Paused, int IntervalMinutes, DateTimeOffset? CheckedAt, DateTimeOffset? LastSuccessAt, int Held,
    IReadOnlyList<FeedReading> Readings, IReadOnlyList<OpenAlert> Alerts)
{
    /// <summary>The last reading to its end; null without one.</summary>
    public FeedReading? Last => Readings.Count > 0 ? Readings[^1] : null;

    /// <summary>The reading before that; null without one.</summary>
    public FeedReading? Before => Readings.Count > 1 ? Readings[^2] : null;
}

/// <summary>What a reading of a feed to its end found.</summary>
/// <param name="RunId">The run.</param>
/// <param name="At">When it began.</param>
/// <param name="Received">Missions of the file.</param>
/// <param name="Refused">How many of them were refused.</param>
public sealed record FeedReading(Guid RunId, DateTimeOffset At, int Received, int Refused)
{
    /// <summary>The refused part of what was received, from 0 to 1.</summary>
    public double RefusalRate => (double)Refused / Received;
}

/// <summary>An alert that lasts.</summary>
public sealed record OpenAlert(string Kind, string Message, DateTimeOffset Since, Guid RunId);

/// <summary>Reads how the feeds of one publisher are.</summary>
internal sealed class FeedHealths(IDbContextFactory<ImporterDb> databases)
{
    /// <summary>How many readings tell where a feed's size goes.</summary>
    internal const int MostReadings = 20;

    internal async Task<IReadOnlyList<FeedHealth>> Of(Guid publisherId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var feeds = await db.Feeds.Where(f => f.PublisherId == publisherId).OrderBy(f => f.Name)
            .Select(f => new
            {
                f.Id,
                f.Name,
                f.Url,
                f.Paused,
                f.IntervalMinutes,
                f.CheckedAt,
                LastSuccessAt = db.Runs.Where(r => r.FeedId == f.Id && r.Status != RunStatus.Failed).Max(r => r.EndedAt),
                Held = db.Runs.Where(r => r.FeedId == f.Id && r.Status != RunStatus.Running && r.Reason != RunReasons.Superseded.Code).OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id)
                    .Select(r => r.Status == RunStatus.Held ? r.Absent : 0).FirstOrDefault(),
                Readings = db.Runs.Where(r => r.FeedId == f.Id && r.Received > 0 && r.ReadFrom == null && (r.Status == RunStatus.Success || r.Status == RunStatus.Held))
                    .OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id).Take(MostReadings)
                    .Select(r => new FeedReading(r.Id, r.StartedAt, r.Received, r.Refused)).ToList(),
                Alerts = db.FeedAlerts.Where(a => a.FeedId == f.Id && a.ClosedAt == null).OrderBy(a => a.OpenedAt).ThenBy(a => a.Kind)
                    .Select(a => new { a.Kind, a.OpenedAt, a.RunId }).ToList(),
            })
            .ToListAsync(ct);
        return
        [
            .. feeds.Select(f => new FeedHealth(
                f.Id, f.Name, f.Url, f.Paused, f.IntervalMinutes, f.CheckedAt, f.LastSuccessAt, f.Held, [.. f.Readings.AsEnumerable().Reverse()],
                [.. f.Alerts.Select(a => new OpenAlert(a.Kind, FeedAlertKind.Explain(a.Kind), a.OpenedAt, a.RunId))])),
        ];
    }
}
