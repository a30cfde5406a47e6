using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;
using Engagement.Search.Gateway;
using Engagement.Search.Keys;

namespace Engagement.Search.ImportRuns;

[ExtendObjectType(typeof(Viewer))]
internal static class ViewerFeeds
{
    /// <summary>The partner's own feeds, by name, and how they are; the key needs the scope <c>read</c>.</summary>
    [ListSize(AssumedSize = 10)]
    public static Task<IReadOnlyList<Feed>> GetFeeds([GlobalState] Caller caller, ImporterReports importer, Access access, CancellationToken ct) =>
        importer.Feeds(access.Own(caller), ct);
}

[ExtendObjectType(typeof(FeedAlert))]
internal static class FeedAlertRun
{
    /// <summary>The reading that showed it first; null when its report is no longer kept.</summary>
    public static Task<ImportRun?> GetRun([Parent] FeedAlert alert, [GlobalState] Caller caller, RunById runs, Access access) =>
        runs.LoadAsync(new RunKey(access.Own(caller), alert.RunId));
}

/// <summary>A run of one partner.</summary>
internal readonly record struct RunKey(Guid PublisherId, Guid RunId);

/// <summary>Runs by their id, those of one answer together.</summary>
internal sealed class RunById(ImporterReports importer) : BatchDataLoader<RunKey, ImportRun>
{
    protected override int MaxBatchSize => 100;

    protected override async Task<IReadOnlyDictionary<RunKey, ImportRun>> LoadBatchAsync(IReadOnlyList<RunKey> keys, CancellationToken ct)
    {
        var found = new Dictionary<RunKey, ImportRun>(keys.Count);
        foreach (var ofPublisher in keys.GroupBy(k => k.PublisherId))
        {
            foreach (var run in await importer.Runs(ofPublisher.Key, [.. ofPublisher.Select(k => k.RunId)], ct))
            {
                found[new RunKey(ofPublisher.Key, Guid.Parse(run.Id))] = run;
            }
        }

        return found;
    }
}
