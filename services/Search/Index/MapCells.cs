using System.Runtime.InteropServices;

namespace Engagement.Search.Index;

/// <summary>Gathers missions into cells, each mission once in a cell however many of its addresses lie there.</summary>
internal sealed class MapCells(MapGrid grid)
{
    // Degrees as whole numbers: their sum does not depend on the order of missions.
    private const double Fixed = 1e7;

    private readonly Dictionary<long, Cell> cells = [];
    private readonly List<long> entered = [];

    /// <summary>Adds an address of the mission being added.</summary>
    internal void Add(GeoPoint point, Segment segment, int mission)
    {
        var number = grid.CellOf(point);
        ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, number, out _);
        cell.Lat += (long)Math.Round(point.Lat * Fixed);
        cell.Lon += (long)Math.Round(point.Lon * Fixed);
        cell.Addresses++;
        if (entered.Contains(number)) return;
        entered.Add(number);
        cell.Count++;
        cell.Places += segment.Places[mission];
        cell.Mission = segment.Ids[mission];
    }

    internal void EndMission() => entered.Clear();

    internal IReadOnlyList<MapCell> Result() => [.. cells.OrderBy(cell => cell.Key).Select(cell => ToCell(cell.Key, cell.Value))];

    private MapCell ToCell(long number, Cell cell) => new(
        cell.Lat / Fixed / cell.Addresses,
        cell.Lon / Fixed / cell.Addresses,
        cell.Count,
        cell.Places,
        cell.Count == 1 ? cell.Mission : null,
        grid.BoundsOf(number));

    private struct Cell
    {
        internal long Lat;
        internal long Lon;
        internal int Addresses;
        internal int Count;
        internal long Places;
        internal Guid Mission;
    }
}
