namespace Engagement.Search.Index;

/// <summary>A map of missions, grouped by cells that are a quarter of a map tile wide at the zoom (64 of 256 pixels).</summary>
internal sealed record MissionMapQuery
{
    public required GeoBounds Bounds { get; init; }

    /// <summary>0 (the world) to 22 (a house); cells grow when the bounds would hold more than 16,384 of them.</summary>
    public required int Zoom { get; init; }

    public string? Search { get; init; }

    public MissionFilter Filter { get; init; } = MissionFilter.None;

    public required DateTimeOffset Now { get; init; }

    /// <summary>As in <see cref="MissionQuery"/>.</summary>
    public IReadOnlyList<Guid>? VisiblePublishers { get; init; }
}

/// <summary>The answer to a <see cref="MissionMapQuery"/>.</summary>
/// <param name="TotalCount">Missions with an address in the bounds.</param>
/// <param name="PlacesCount">Their places.</param>
/// <param name="UnlocatedCount">Missions that search and filter retain but that have no located address at all.</param>
/// <param name="Cells">From north to south, then west to east; empty ones are left out.</param>
internal sealed record MissionMapResult(long Number, int TotalCount, long PlacesCount, int UnlocatedCount, IReadOnlyList<MapCell> Cells);

/// <summary>Missions of a cell, each once.</summary>
/// <param name="Lat">Mean of the addresses that the bounds and the cell hold.</param>
/// <param name="Mission">The mission when there is only one.</param>
internal readonly record struct MapCell(double Lat, double Lon, int Count, long Places, Guid? Mission, GeoBounds Bounds);
