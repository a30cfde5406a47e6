namespace Engagement.Importer.Runs;

/// <summary>
/// <c>POST /internal/importer/runs/{id}/undo</c>: what a run changed in Catalog has its former content again, where nothing newer has come
/// since. The feed imports nothing until it shows another content than the undone one, or a person confirms.
/// </summary>
internal sealed class UndoRun(Runner runner, RunFeed runFeed, RunLedger ledger, CatalogUndo catalog, TimeProvider clock)
{
    // Each attempt makes a record.
    private const int MostTimes = 10;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost(
        "/importer/runs/{id:guid}/undo", async (Guid id, UndoRun undo, CancellationToken ct) => (await undo.Undo(id, ct)).ToResult());

    internal async Task<RunAnswer> Undo(Guid runId, CancellationToken ct)
    {
        if (await ledger.Find(runId, ct) is not { } run)
        {
            return RunAnswer.Unknown(runId);
        }

        if (run.Status == RunStatus.Running)
        {
            return RunAnswer.Refused($"run {runId} is still going on: undo it when it has ended");
        }

        if (run.Trigger == RunTrigger.Undo)
        {
            return RunAnswer.Refused($"run {runId} is itself an undo: import the feed again instead");
        }

        if (run.Status != RunStatus.Failed && run.Created + run.Updated + run.Withdrawn == 0)
        {
            return RunAnswer.Refused($"run {runId} changed nothing: there is nothing to undo");
        }

        if (run.StartedAt < clock.GetUtcNow() - Kept)
        {
            return RunAnswer.Refused($"run {runId} is older than 30 days: what was before it is no longer kept");
        }

        var before = await ledger.Followed(runId, RunTrigger.Undo, ct);
        if (before.Times >= MostTimes)
        {
            return RunAnswer.Refused($"run {runId} was undone {before.Times} times already, and nothing was left to change");
        }

        var refusal = before.Changed ? Undone(runId) : null;
        if (refusal is not null)
        {
            return refusal;
        }

        async Task<bool> IsRefused(CancellationToken token)
        {
            var now = await ledger.Followed(runId, RunTrigger.Undo, token);
            refusal = now.Times > before.Times ? Undone(runId) : null;
            return refusal is not null;
        }

        if (!runner.TryFollow(
            run.FeedId,
            stop => runFeed.Follow(run, RunTrigger.Undo, IsRefused, (context, token) => Carry(context, run, token), stop),
            out var following))
        {
            return RunAnswer.Busy;
        }

        var undo = await following;
        return refusal ?? RunAnswer.Of(undo);
    }

    // An undo that found nothing to change may be asked again, but not by somebody who asked at the same moment.
    private static RunAnswer Undone(Guid runId) => RunAnswer.Refused($"run {runId} is already undone");

    private async Task<RunEnd> Carry(RunContext undo, Run run, CancellationToken ct)
    {
        // First, so that whatever happens now the undone content does not come back by itself.
        await ledger.Suspend(run, ct);
        var counts = await catalog.Undo(undo, run.Id, ct);
        return new RunEnd(RunStatus.Success, RunReasons.Undone(counts.Restored, counts.Withdrawn, counts.LeftAlone));
    }
}
