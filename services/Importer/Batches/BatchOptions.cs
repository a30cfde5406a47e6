using System.ComponentModel.DataAnnotations;

namespace Engagement.Importer.Batches;

/// <summary>Section <c>Batches</c>: how missions travel to Catalog.</summary>
internal sealed class BatchOptions
{
    /// <summary>A batch is full with this many missions.</summary>
    [Range(1, 200)]
    public int MaxMissions { get; init; } = 200;

    /// <summary>A batch is full when its content passes this many bytes.</summary>
    [Range(1, 1_048_576)]
    public int MaxBytes { get; init; } = 1_000_000;

    /// <summary>Batches of one run that may be on their way: reading waits when Catalog is slower.</summary>
    [Range(1, 64)]
    public int InFlight { get; init; } = 4;

    /// <summary>A batch without an outcome for this long is sent again.</summary>
    [Range(1, 3600)]
    public int ResendAfterSeconds { get; init; } = 30;

    /// <summary>A run that waits this long for an outcome ends as failed; its batches are still sent again until Catalog answers.</summary>
    [Range(1, 86_400)]
    public int GiveUpAfterSeconds { get; init; } = 600;
}
