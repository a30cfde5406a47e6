namespace Engagement.Missions;

/// <summary>What a feed may cost to read. Beyond a limit it ends with a <see cref="FeedException"/>.</summary>
public sealed record FeedLimits
{
    /// <summary>Size of the whole feed, inflated, in bytes; 50,000 missions are about 210 MB.</summary>
    public long MaxInflatedBytes { get; init; } = 2L << 30;

    /// <summary>Size of one page of an RPDE feed, inflated, in bytes; the whole feed is bounded, too.</summary>
    public long MaxPageBytes { get; init; } = 256L << 20;

    /// <summary>Missions of a feed, refused ones and deletions included: whoever reads it keeps something of each.</summary>
    public int MaxMissions { get; init; } = 1_000_000;

    /// <summary>Size of one mission in bytes: what is read without a mission ending.</summary>
    public int MaxMissionBytes { get; init; } = 16 << 20;

    /// <summary>Size in bytes of one tag with its attributes, of one comment or CDATA: XmlReader looks again at all of it each time it needs more.</summary>
    public int MaxTagBytes { get; init; } = 4 << 20;

    /// <summary>
    /// The share of one processor that parsing may take, from 0.01 to 1: below 1 it rests after each few milliseconds of work. 1: as fast as it can.
    /// </summary>
    public double Share { get; init; } = 1;

    /// <summary>Nesting of elements, or of JSON; the format itself needs six.</summary>
    public int MaxDepth { get; init; } = 64;
}
