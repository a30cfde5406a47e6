using Engagement.Importer.Reports;
using Engagement.Missions;

namespace Engagement.Importer.Validation;

/// <summary>What an import of the feed would report. <see cref="Received"/> = accepted + refused + duplicates.</summary>
public sealed record DryRunReport
{
    /// <summary><c>SUCCESS</c>, or <c>FAILED</c> when the feed could not be read to its end.</summary>
    public required string Status { get; init; }

    /// <summary>Stable code of the failure, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The failure in French, or null.</summary>
    public string? Message { get; init; }

    /// <summary>Name that the feed gives its publisher, or null.</summary>
    public string? Publisher { get; init; }

    /// <summary>True for an RPDE feed, of which the first page alone is read; its tombstones count for nothing.</summary>
    public bool FirstPageOnly { get; init; }

    /// <summary>Missions read.</summary>
    public int Received { get; init; }

    /// <summary>Those that an import would publish.</summary>
    public int Accepted { get; init; }

    /// <summary>Those that an import would refuse.</summary>
    public int Refused { get; init; }

    /// <summary>Those whose clientId came before in the file.</summary>
    public int Duplicates { get; init; }

    /// <summary>Tolerated deviations.</summary>
    public int Warnings { get; init; }

    /// <summary>How long it took.</summary>
    public double Seconds { get; init; }

    /// <summary>How many remarks of each code.</summary>
    public IReadOnlyList<CodeCount> Codes { get; init; } = [];

    /// <summary>The first remarks, in the order of the file.</summary>
    public IReadOnlyList<RunRemark> Items { get; init; } = [];

    /// <summary>How many further remarks there are, counted in <see cref="Codes"/>.</summary>
    public int ItemsLeftOut { get; init; }

    /// <summary>How the first accepted missions would look.</summary>
    public IReadOnlyList<MissionPreview> Previews { get; init; } = [];
}

/// <summary>An accepted mission as it would be shown.</summary>
/// <param name="Line">Where it is in the file; 0 in RPDE.</param>
/// <param name="Expired">True when its end is past: it would be kept, not shown.</param>
/// <param name="Mission">Its content.</param>
/// <param name="Organization">Its structure, or null when the partner itself is the host.</param>
/// <param name="Picture">Address of its picture: the partner's, or one drawn for its domain.</param>
public sealed record MissionPreview(int Line, bool Expired, MissionContent Mission, OrganizationContent? Organization, string Picture);
