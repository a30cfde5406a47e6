using Xunit.Abstractions;

namespace Engagement.EndToEnd.Tests;

/// <summary>What tests measured: in the test's output, and in the file whose lines <c>./dev test</c> prints at its end.</summary>
internal static class Figures
{
    internal static void Print(this ITestOutputHelper output, string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("ENGAGEMENT_FIGURES") is { Length: > 0 } file)
        {
            File.AppendAllLines(file, [line]);
        }
    }
}
