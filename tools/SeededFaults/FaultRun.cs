using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Engagement.SeededFaults;

/// <param name="IsCaught">Whether a test failed.</param>
/// <param name="Text">Which tests, or why there is no verdict.</param>
internal sealed record Verdict(bool IsCaught, string Text);

/// <summary>Puts one fault into the copy, builds it, runs the tests, and sets the copy right again.</summary>
internal static partial class FaultRun
{
    private const int Shown = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    internal static async Task<Verdict> Try(SeededFault fault, string copy)
    {
        var file = Path.Combine(copy, fault.File);
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

    private static async Task<Verdict> Judge(SeededFault fault, string copy)
    {
        // The fault may look odd to an analyzer; here only the tests are asked.
        var (built, buildOutput) = await Run(copy, "build", $"tests/{fault.Tests}", "-c", "Release", "-v", "q", "-nologo", "-p:RunAnalyzers=false");
        if (!built)
        {
            var error = buildOutput.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? buildOutput;
            return new Verdict(false, $"NOT BUILT: {error.Trim()}");
        }

        var (passed, output) = await Run(copy, "test", $"tests/{fault.Tests}/bin/Release/net10.0/Engagement.{fault.Tests}.dll");
        var failed = FailedTest().Matches(output).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal).ToList();
        return (passed, failed.Count) switch
        {
            (true, _) => new Verdict(false, "SURVIVED"),
            (false, 0) => new Verdict(false, "NO VERDICT: the test host ended without naming a test"),
            _ => new Verdict(true, string.Join(", ", failed.Take(Shown)) + (failed.Count > Shown ? $" and {failed.Count - Shown} more" : "")),
        };
    }

    private static async Task<(bool Success, string Output)> Run(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Patience);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode == 0, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (false, $"  Failed Hangs: no end within {Patience.TotalMinutes:0} minutes [");
        }
    }

    // "  Failed Engagement.Catalog.Tests.ApplyBatchTests.Refuses_it [12 ms]"
    [GeneratedRegex(@"^  Failed (?:Engagement\.\w+\.Tests\.)?([\w.]+)", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex FailedTest();
}
