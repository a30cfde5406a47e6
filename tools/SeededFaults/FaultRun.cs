namespace Engagement.SeededFaults;

/// <param name="IsCaught">Whether a test failed.</param>
/// <param name="Text">Which tests, or why there is no verdict.</param>
internal sealed record Verdict(bool IsCaught, string Text);

/// <summary>
/// Puts one fault into a copy, builds it, runs the tests, and sets the copy right again. The classes that the fault names run first; when none
/// of their tests fails, the whole project runs: a name that no longer fits costs time, and hides nothing.
/// </summary>
internal static class FaultRun
{
    private const int Shown = 2;

    internal static async Task<Verdict> Try(SeededFault fault, WorkingCopy copy)
    {
        var file = Path.Combine(copy.Root, fault.File);
        if (!File.Exists(file))
        {
            return new Verdict(false, $"STALE: {fault.File} is not there");
        }

        var source = await File.ReadAllTextAsync(file);
        if (fault.Apply(source) is not { } faulty)
        {
            return new Verdict(false, "STALE: the code does not stand there exactly once");
        }

        await File.WriteAllTextAsync(file, faulty);
        try
        {
            return await Judge(fault, copy);
        }
        finally
        {
            await File.WriteAllTextAsync(file, source);
        }
    }

    /// <summary>The tests among those that run first that fail without any fault: they would catch everything.</summary>
    internal static async Task<IReadOnlyList<string>> FailWithoutFault(string tests, IReadOnlyCollection<string> classes, WorkingCopy copy)
    {
        if (await copy.Build(tests) is { } error)
        {
            return [error];
        }

        var outcome = await copy.Test(tests, classes, stopAtFirst: false);
        return outcome is { Passed: false, Failed: [] } ? [$"{tests}, without naming a test: {outcome.LastLine}"] : outcome.Failed;
    }

    private static async Task<Verdict> Judge(SeededFault fault, WorkingCopy copy)
    {
        if (await copy.Build(fault.Tests) is { } error)
        {
            return new Verdict(false, $"NOT BUILT: {error}");
        }

        var missing = fault.MissingClasses(copy.Root).ToList();
        var remark = missing.Count == 0 ? "" : $" (hint stale: {fault.Tests} has no {string.Join(", ", missing)})";
        var first = fault.First.Except(missing).ToList();
        if (first.Count > 0 && await copy.Test(fault.Tests, first) is { Passed: false } outcome)
        {
            return VerdictOf(outcome, remark);
        }

        return VerdictOf(await copy.Test(fault.Tests, []), remark.Length > 0 ? remark : $" (not by {string.Join(", ", first)})");
    }

    private static Verdict VerdictOf(TestOutcome outcome, string remark) => (outcome.Passed, outcome.Failed.Count) switch
    {
        (true, _) => new Verdict(false, $"SURVIVED{remark}"),
        (false, 0) => new Verdict(false, $"NO VERDICT: no test is named, the last line is \"{outcome.LastLine}\"{remark}"),
        (false, var failed) => new Verdict(true, string.Join(", ", outcome.Failed.Take(Shown)) + (failed > Shown ? $" and {failed - Shown} more" : "") + remark),
    };
}
