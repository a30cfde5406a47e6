using Xunit.Abstractions;

namespace Engagement.Testing;

/// <summary>What tests measured: in the test's output, and in the file whose lines <c>./dev test</c> prints at its end.</summary>
public static class Figures
{
    /// <summary>Prints a line in both.</summary>
    public static void Print(this ITestOutputHelper output, string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("ENGAGEMENT_FIGURES") is { Length: > 0 } file)
        {
            File.AppendAllLines(file, [line]);
        }
    }
}
