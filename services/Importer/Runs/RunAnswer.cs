namespace Engagement.Importer.Runs;

/// <summary>What a person who confirms or undoes a run is told, on the command line.</summary>
internal sealed record RunAnswer(int Status, string Text, Run? Run = null)
{
    internal static RunAnswer Unknown(Guid runId) => new(StatusCodes.Status404NotFound, $"no run {runId}");

    internal static RunAnswer Refused(string text) => new(StatusCodes.Status409Conflict, text);

    internal static RunAnswer Busy { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "not carried out: too many requests wait for this feed already, try again when its run has ended");

    internal static RunAnswer Done(string text) => new(StatusCodes.Status200OK, text);

    /// <param name="run">The run that carried it out; null when the service is stopping.</param>
    internal static RunAnswer Of(Run? run) => run switch
    {
        null => new(StatusCodes.Status503ServiceUnavailable, "not carried out: the service is stopping"),
        { Status: RunStatus.Success } => new(StatusCodes.Status200OK, $"run {run.Id}: {run.Message}", run),
        _ => new(StatusCodes.Status503ServiceUnavailable, $"run {run.Id}: {run.Status} {run.Reason}: {run.Message}", run),
    };

    internal IResult ToResult() => TypedResults.Text($"{Text}\n", statusCode: Status);
}
