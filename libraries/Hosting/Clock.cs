using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Engagement.Hosting;

/// <summary>Section <c>Clock</c>.</summary>
public sealed class ClockOptions
{
    /// <summary>Fixes the time that rules and queries see, for demonstrations and tests; refused in Production. Unset: the system's.</summary>
    public DateTimeOffset? Now { get; init; }
}

/// <summary>A clock that stands still; timers and timestamps go on, so that delays still end.</summary>
/// <param name="now">The time it shows.</param>
public sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
}

internal static class Clock
{
    internal static void AddClock(this IServiceCollection services)
    {
        services.AddOptions<ClockOptions>().BindConfiguration("Clock")
            .Validate<IHostEnvironment>(
                (options, environment) => options.Now is null || !environment.IsProduction(),
                "Clock:Now fixes the time and is refused in Production: remove it.")
            .ValidateOnStart();
        services.AddSingleton<TimeProvider>(provider =>
            provider.GetRequiredService<IOptions<ClockOptions>>().Value.Now is { } now ? new FixedClock(now) : TimeProvider.System);
    }
}
