using Engagement.Missions;

namespace Engagement.Importer.Runs;

/// <summary>Tells a feed that cannot be read to its end from a fault of ours.</summary>
internal static class ReadingFault
{
    internal static readonly RunReason Incomplete = new(
        FeedException.Truncated, "Le flux s'arrête avant la fin du document : relancez l'export.");

    /// <summary>The reason of a fault of the feed or of its transport, which a reader may have wrapped; null for any other.</summary>
    internal static RunReason? Explain(Exception? fault) => fault switch
    {
        null => null,
        FeedException feed => new RunReason(feed.Code, feed.Message),
        RunFailure failure => failure.Reason,
        _ => Explain(fault.InnerException),
    };
}
