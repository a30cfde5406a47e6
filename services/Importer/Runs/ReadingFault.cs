using Engagement.Importer.Feeds;
using Engagement.Missions;

namespace Engagement.Importer.Runs;

/// <summary>Tells a feed that cannot be read to its end from a fault of ours.</summary>
internal static class ReadingFault
{
    internal static readonly RunReason Incomplete = new(
        FeedException.Truncated, "Le flux s'arrête avant la fin du document : relancez l'export.");

    internal static readonly RunReason Empty = new(
        FeedException.Empty, "Le flux ne contient aucune mission : les missions en ligne sont conservées. Vérifiez l'export.");

    /// <summary>What a page of an RPDE feed names as the next is no address to follow.</summary>
    internal static RunReason NextInvalid(int page) => new(
        FeedException.NextInvalid,
        $"Le « next » de la page {page} n'est pas une adresse http ou https sans identifiants, de {FeedAddress.Longest} caractères au plus.");

    /// <summary>The reason of a fault of the feed or of its transport, which a reader may have wrapped; null for any other.</summary>
    internal static RunReason? Explain(Exception? fault) => fault switch
    {
        null => null,
        FeedException feed => new RunReason(feed.Code, feed.Message),
        RunFailure failure => failure.Reason,
        _ => Explain(fault.InnerException),
    };
}
