using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Engagement.Messaging;

/// <summary>
/// Time spent in one stage of the main job (reading a feed, applying a batch, dispatching, the replica, the index), measured as the
/// histogram <c>engagement.stage.duration</c> (seconds, tag <c>stage</c>) of the meter <c>Engagement</c>. Costs nothing while nobody listens.
/// </summary>
/// <example><code>using (Stage.Measure("catalog.apply")) { … }</code></example>
public readonly struct Stage : IDisposable
{
    private static readonly Meter Meter = new("Engagement");

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("engagement.stage.duration", "s", "Time spent in one stage of the way from a feed to the index.");

    private readonly string name;
    private readonly long start;

    private Stage(string name)
    {
        this.name = name;
        start = Stopwatch.GetTimestamp();
    }

    /// <summary>Starts measuring; disposing ends it.</summary>
    /// <param name="name">Service and step, for example <c>search.replica</c>.</param>
    public static Stage Measure(string name) => new(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Duration.Enabled)
        {
            Duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("stage", name));
        }
    }
}
