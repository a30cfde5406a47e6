using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;
using Engagement.Search.Index;

namespace Engagement.Search.Missions;

/// <summary>Missions of a rectangle, grouped for a map.</summary>
internal sealed class MissionMap(MissionMapResult result)
{
    /// <summary>Missions that have an address in the rectangle.</summary>
    public int TotalCount => result.TotalCount;

    /// <summary>The places they offer.</summary>
    public int PlacesCount => (int)Math.Min(result.PlacesCount, int.MaxValue);

    /// <summary>Missions that search and filter retain but that no address locates: on no map.</summary>
    public int UnlocatedCount => result.UnlocatedCount;

    /// <summary>From north to south, then from west to east; empty ones are left out. A mission counts once per cell.</summary>
    public IReadOnlyList<MissionCell> Cells { get; } = [.. result.Cells.Select(cell => new MissionCell(cell))];
}

/// <summary>Missions that are near each other at a zoom.</summary>
[GraphQLName("MapCell")]
internal sealed class MissionCell(MapCell cell)
{
    /// <summary>The middle of its missions' addresses.</summary>
    public GeoPoint Location { get; } = new(cell.Lat, cell.Lon);

    /// <summary>How many missions.</summary>
    public int Count => cell.Count;

    /// <summary>The places they offer.</summary>
    public int Places => (int)Math.Min(cell.Places, int.MaxValue);

    /// <summary>The mission when there is only one; null otherwise.</summary>
    public async Task<Mission?> GetMission(MissionById missions) => cell.Mission is { } id ? await missions.LoadAsync(id) : null;

    /// <summary>The cell's rectangle.</summary>
    public Bounds Bounds { get; } = new(cell.Bounds.West, cell.Bounds.South, cell.Bounds.East, cell.Bounds.North);
}

/// <summary>A rectangle between two meridians and two parallels, in degrees (WGS 84).</summary>
/// <param name="West">Western longitude.</param>
/// <param name="South">Southern latitude.</param>
/// <param name="East">Eastern longitude.</param>
/// <param name="North">Northern latitude.</param>
internal sealed record Bounds(double West, double South, double East, double North);

/// <summary>Missions by id, those of one answer together.</summary>
internal sealed class MissionById(MissionCache missions) : BatchDataLoader<Guid, Mission>
{
    protected override async Task<IReadOnlyDictionary<Guid, Mission>> LoadBatchAsync(IReadOnlyList<Guid> keys, CancellationToken ct) =>
        (await missions.Load(keys, ct)).OfType<Mission>().ToDictionary(m => m.Key);
}
