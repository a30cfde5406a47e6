using System.ComponentModel.DataAnnotations;

namespace Engagement.Importer.Validation;

/// <summary>Section <c>Validation</c>: what a dry run may cost, which anybody may ask for; each bound is well below an import's.</summary>
internal sealed class ValidationOptions
{
    /// <summary>A file larger than this, as sent, is refused; 20 MB are about 5,000 missions.</summary>
    [Range(1, 1024)]
    public int MaxMegabytes { get; init; } = 20;

    /// <summary>A file larger than this, inflated, is refused.</summary>
    [Range(1, 4096)]
    public int MaxInflatedMegabytes { get; init; } = 200;

    /// <summary>How long a file may take to arrive.</summary>
    [Range(1, 3600)]
    public int UploadSeconds { get; init; } = 60;

    /// <summary>How long fetching may take, and how long reading may take.</summary>
    [Range(1, 600)]
    public int TotalSeconds { get; init; } = 30;

    /// <summary>Dry runs at the same time; others wait a moment, then are told to come back.</summary>
    [Range(1, 100)]
    public int AtOnce { get; init; } = 2;

    /// <summary>Feeds that are fetched at the same time, to a temporary file each; others wait a moment, then are told to come back.</summary>
    [Range(1, 1000)]
    public int FetchesAtOnce { get; init; } = 32;

    /// <summary>Dry runs that one network (IPv4: /24, IPv6: /64) may ask for in a minute.</summary>
    [Range(1, 10_000)]
    public int PerMinute { get; init; } = 10;
}
