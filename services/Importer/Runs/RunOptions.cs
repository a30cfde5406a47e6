using System.ComponentModel.DataAnnotations;
using Engagement.Missions;

namespace Engagement.Importer.Runs;

/// <summary>Section <c>Runs</c>.</summary>
internal sealed class RunOptions
{
    /// <summary>A feed larger than this, inflated, is refused; 50,000 missions are about 210 MB.</summary>
    [Range(1, 8192)]
    public int MaxMegabytes { get; init; } = 2048;

    /// <summary>A page of an RPDE feed larger than this, inflated, is refused.</summary>
    [Range(1, 8192)]
    public int MaxPageMegabytes { get; init; } = 256;

    /// <summary>A feed of more missions is refused; each takes about 150 bytes of memory while the feed is read.</summary>
    [Range(1, 100_000_000)]
    public int MaxMissions { get; init; } = 1_000_000;

    /// <summary>An RPDE feed of more pages is read so far, and not to its end.</summary>
    [Range(1, 10_000_000)]
    public int MaxPages { get; init; } = 100_000;

    /// <summary>How long the pages of an RPDE feed may take together: after that no further one is asked for.</summary>
    [Range(1, 86_400)]
    public int PagesSeconds { get; init; } = 3600;

    /// <summary>Feeds that may be pulled at the same time; a slow one holds one place until its bounds end it.</summary>
    [Range(1, 1000)]
    public int AtOnce { get; init; } = 32;

    /// <summary>Reports and records of runs older than this are removed; the last run of each feed stays.</summary>
    [Range(1, 3650)]
    public int KeepDays { get; init; } = 30;

    internal FeedLimits Limits => new() { MaxInflatedBytes = (long)MaxMegabytes << 20, MaxPageBytes = (long)MaxPageMegabytes << 20, MaxMissions = MaxMissions };
}
