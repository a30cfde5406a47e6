namespace Engagement.Testing;

/// <summary>A clock that a test sets forward. Timers and timestamps are the system's.</summary>
/// <param name="start">The time that it shows first.</param>
public sealed class MovableClock(DateTimeOffset start) : TimeProvider
{
    private long ticks = start.UtcTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    /// <summary>Sets it forward.</summary>
    public void Advance(TimeSpan span) => Interlocked.Add(ref ticks, span.Ticks);
}
