using System.Diagnostics;
using Xunit;

namespace Engagement.Testing;

/// <summary>Waits for what happens in its own time.</summary>
public static class Eventually
{
    /// <summary>Waits until a condition holds; fails with its words after the time.</summary>
    public static async Task Holds(Func<Task<bool>> condition, string what, int seconds = 15)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(seconds), $"Not within {seconds} s: {what}");
            await Task.Delay(20);
        }
    }

    /// <summary>Waits until a condition holds; fails with its words after the time.</summary>
    public static Task Holds(Func<bool> condition, string what, int seconds = 15) => Holds(() => Task.FromResult(condition()), what, seconds);
}
