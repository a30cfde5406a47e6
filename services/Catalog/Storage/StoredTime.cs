namespace Engagement.Catalog.Storage;

/// <summary>Time as PostgreSQL keeps it.</summary>
internal static class StoredTime
{
    /// <summary>Now, in whole microseconds: the same in a row, in its log entry and when read back.</summary>
    internal static DateTimeOffset GetStoredNow(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
