namespace Engagement.Testing;

/// <summary>
/// A clock and a timer that a test moves, together or one alone. Delays end 600 times sooner: a minute is a tenth of a second.
/// </summary>
public sealed class TestTime : TimeProvider
{
    private const int Haste = 600;
    private readonly DateTimeOffset start;
    private readonly long began = System.GetTimestamp();
    private long clock;
    private long timer;

    /// <param name="start">What the clock shows first; the system's time when null.</param>
    public TestTime(DateTimeOffset? start = null) => this.start = start ?? System.GetUtcNow();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(began) + TimeSpan.FromTicks(Interlocked.Read(ref clock));

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => System.GetElapsedTime(0, System.GetTimestamp()).Ticks + Interlocked.Read(ref timer);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Sooner(dueTime), Sooner(period));

    /// <summary>Time passes.</summary>
    public void Pass(TimeSpan time)
    {
        Jump(time);
        Interlocked.Add(ref timer, time.Ticks);
    }

    /// <summary>Someone sets the clock: the timer knows nothing of it.</summary>
    public void Jump(TimeSpan size) => Interlocked.Add(ref clock, size.Ticks);

    private static TimeSpan Sooner(TimeSpan time) => time > TimeSpan.Zero ? time / Haste : time;
}
