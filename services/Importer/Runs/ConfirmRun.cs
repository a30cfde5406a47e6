using Engagement.Importer.Batches;
using Engagement.Importer.Storage;

namespace Engagement.Importer.Runs;

/// <summary>
/// <c>POST /internal/importer/runs/{id}/confirm</c>: a person lets a held run go on. Held withdrawals take place now, in a run of their
/// own; a feed that was suspended because it shows an undone content is imported again from its next run on.
/// </summary>
internal sealed class ConfirmRun(Runner runner, RunFeed runFeed, RunLedger ledger, SendBatch send, ImporterConnections connections)
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost(
        "/importer/runs/{id:guid}/confirm", async (Guid id, ConfirmRun confirm, CancellationToken ct) => (await confirm.Confirm(id, ct)).ToResult());

    internal async Task<RunAnswer> Confirm(Guid runId, CancellationToken ct)
    {
        if (await ledger.Find(runId, ct) is not { } held)
        {
            return RunAnswer.Unknown(runId);
        }

        if (held.Status != RunStatus.Held)
        {
            return RunAnswer.Refused($"run {runId} is {held.Status}, not HELD: there is nothing to confirm");
        }

        if (held.AbsentDigest is null)
        {
            return held.Fingerprint is { } content && await ledger.Resume(held.FeedId, content, ct)
                ? RunAnswer.Done("the feed goes on: its next run imports what it shows")
                : RunAnswer.Refused($"run {runId} is already confirmed, or what it showed no longer holds the feed up: see ./dev runs");
        }

        var refusal = await Refusal(held, ct);
        if (refusal is not null)
        {
            return refusal;
        }

        async Task<bool> IsRefused(CancellationToken token) => (refusal = await Refusal(held, token)) is not null;
        if (!runner.TryFollow(
            held.FeedId,
            stop => runFeed.Follow(held, RunTrigger.Confirmation, IsRefused, (context, token) => Withdraw(context, held, token), stop),
            out var following))
        {
            return RunAnswer.Busy;
        }

        var run = await following;
        return refusal ?? RunAnswer.Of(run);
    }

    /// <summary>Why the run cannot be confirmed; null when it can.</summary>
    private async Task<RunAnswer?> Refusal(Run held, CancellationToken ct) =>
        (await ledger.Followed(held.Id, RunTrigger.Confirmation, ct)).Times > 0 ? RunAnswer.Refused($"run {held.Id} is already confirmed")
        : await Absent(held, ct) is null ? RunAnswer.Refused($"the feed has shown something else since run {held.Id}: import it again, then confirm that run if it is held")
        : null;

    private async Task<List<Contracts.WithdrawnMission>?> Absent(Run held, CancellationToken ct)
    {
        var chain = await HeldChain.Read(held.FeedId, held.AbsentDigest!, connections, ct);
        return held.Sequence >= chain.Sequence ? await chain.Absent(held.FeedId, held.AbsentDigest!, connections, ct) : null;
    }

    private async Task<RunEnd> Withdraw(RunContext run, Run held, CancellationToken ct)
    {
        // Looked at again: another run may have come first.
        if (await Absent(held, ct) is not { } absent)
        {
            return new RunEnd(RunStatus.Failed, RunReasons.ConfirmationOutdated);
        }

        await ConfirmedAbsences.Keep(run.Feed.Id, [.. absent.Select(m => m.ClientId)], run.StartedAt, connections, ct);
        await using var flow = new BatchFlow(send, run.Progress);
        await flow.Withdraw(run.Feed, run.Id, absent, ct);
        return new RunEnd(RunStatus.Success, RunReasons.Confirmed(absent.Count), held.Live, absent.Count) { Fingerprint = held.Fingerprint, ReadFrom = held.ReadFrom };
    }
}
