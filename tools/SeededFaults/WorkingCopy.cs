using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Engagement.SeededFaults;

/// <summary>How a run of tests ended.</summary>
/// <param name="Passed">Whether none failed.</param>
/// <param name="Failed">The names of those that failed; empty too when the test host ended without naming one.</param>
/// <param name="LastLine">What was printed last.</param>
internal sealed record TestOutcome(bool Passed, IReadOnlyList<string> Failed, string LastLine);

/// <summary>A built copy of the tree: it is changed, built and tested.</summary>
internal sealed partial class WorkingCopy(string root)
{
    // A fault may make a test wait for ever: that is noticed too.
    private static readonly TimeSpan LongestOfProject = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestOfClasses = TimeSpan.FromMinutes(5);

    internal string Root => root;

    /// <summary>Builds a test project with what it references; returns the first error, or null.</summary>
    internal async Task<string?> Build(string tests)
    {
        // The fault may look odd to an analyzer; here only the tests are asked. Build servers that go on make a small change a matter of seconds.
        var (built, output) = await Run(
            LongestOfProject, "build", $"tests/{tests}", "-c", "Release", "-v", "q", "-nologo", "--no-restore", "-p:RunAnalyzers=false", "-p:UseSharedCompilation=true", "-nodeReuse:true");
        return built ? null : (output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? output).Trim();
    }

    /// <summary>Runs some classes of a test project, or all of them when none is named.</summary>
    internal async Task<TestOutcome> Test(string tests, IReadOnlyCollection<string> classes, bool stopAtFirst = true)
    {
        var filter = string.Join('|', classes.Select(name => $"FullyQualifiedName~.{name}."));
        var longest = stopAtFirst && classes.Count > 0 ? LongestOfClasses : LongestOfProject;
        var (passed, output) = await Run(longest,
        [
            "test", $"tests/{tests}/bin/Release/net10.0/Engagement.{tests}.dll",
            .. filter.Length == 0 ? Array.Empty<string>() : ["--filter", filter],
            "--", $"xUnit.StopOnFail={(stopAtFirst ? "true" : "false")}",
        ]);
        var failed = FailedTest().Matches(output).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();
        // When xunit stops, it may end the host before it names the test.
        return !passed && failed.Count == 0 && stopAtFirst
            ? await Test(tests, classes, stopAtFirst: false)
            : new TestOutcome(passed, failed, output.TrimEnd().Split('\n')[^1].Trim());
    }

    private async Task<(bool Success, string Output)> Run(TimeSpan longest, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(longest);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode == 0, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (false, $"  Failed Hangs: no end within {longest.TotalMinutes:0} minutes [");
        }
    }

    // "  Failed Engagement.Catalog.Tests.ApplyBatchTests.Refuses_it [12 ms]", or before it ends "[xUnit.net 00:00:07.11]     Engagement.… [FAIL]".
    [GeneratedRegex(
        @"^(?:  Failed |\[xUnit\.net [\d:.]+\] +(?=.* \[FAIL\]))(?:Engagement\.\w+\.Tests\.)?(?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex FailedTest();
}
