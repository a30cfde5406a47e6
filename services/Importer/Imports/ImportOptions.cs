using System.ComponentModel.DataAnnotations;

namespace Engagement.Importer.Imports;

/// <summary>Section <c>Imports</c>: files that somebody asked to import.</summary>
internal sealed class ImportOptions
{
    /// <summary>Where they are kept until their run has ended; each instance has its own, on a disk that survives a restart.</summary>
    [Required]
    public string Folder { get; init; } = "data/imports";

    /// <summary>A file larger than this, as uploaded, is refused.</summary>
    [Range(1, 8192)]
    public int MaxMegabytes { get; init; } = 2048;

    /// <summary>Files of one feed that may wait for their import; a further one is refused.</summary>
    [Range(1, 1000)]
    public int MaxWaiting { get; init; } = 10;

    /// <summary>How long an import waits until its missions are searchable before it reports that they are not.</summary>
    [Range(0, 3600)]
    public int SearchableWithinSeconds { get; init; } = 60;
}
