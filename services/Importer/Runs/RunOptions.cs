using System.ComponentModel.DataAnnotations;
using Engagement.Missions;

namespace Engagement.Importer.Runs;

/// <summary>Section <c>Runs</c>.</summary>
internal sealed class RunOptions
{
    /// <summary>A feed larger than this, inflated, is refused; 50,000 missions are about 210 MB.</summary>
    [Range(1, 8192)]
    public int MaxMegabytes { get; init; } = 2048;

    /// <summary>Feeds that may be pulled at the same time; a slow one holds one place until its bounds end it.</summary>
    [Range(1, 1000)]
    public int AtOnce { get; init; } = 32;

    /// <summary>Reports and records of runs older than this are removed; the last run of each feed stays.</summary>
    [Range(1, 3650)]
    public int KeepDays { get; init; } = 30;

    internal FeedLimits Limits => new() { MaxInflatedBytes = (long)MaxMegabytes << 20 };
}
