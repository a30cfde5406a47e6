namespace Engagement.Search.Index;

/// <summary>Addresses sorted by the quarter of a degree they lie in, row by row: a rectangle is one run of them per row.</summary>
internal sealed class GeoGrid
{
    private const int CellsPerDegree = 4;
    private const int Columns = (360 * CellsPerDegree) + 1;
    private const int RowCount = (180 * CellsPerDegree) + 1;

    private readonly int[] cells;
    private readonly GeoPoint[] points;
    private readonly UnitVector[] vectors;
    private readonly ushort[] missions;

    /// <param name="starts">Where the addresses of each mission begin.</param>
    internal GeoGrid(GeoPoint[] points, UnitVector[] vectors, int[] starts)
    {
        var owners = new ushort[points.Length];
        for (var mission = 0; mission < starts.Length - 1; mission++) owners.AsSpan(starts[mission]..starts[mission + 1]).Fill((ushort)mission);
        cells = Array.ConvertAll(points, point => Cell(Row(point.Lat), Column(point.Lon)));
        int[] order = [.. Enumerable.Range(0, points.Length)];
        Array.Sort(cells, order);
        this.points = Array.ConvertAll(order, address => points[address]);
        this.vectors = Array.ConvertAll(order, address => vectors[address]);
        missions = Array.ConvertAll(order, address => owners[address]);
    }

    /// <summary>Adds the missions with an address in the circle, as far as it lies in the box.</summary>
    internal void CollectCircle(GeoBox box, GeoCircle circle, Span<ulong> bits)
    {
        var (center, reach) = (circle.Center, circle.SquaredReach);
        for (var row = FirstRow(box); row <= LastRow(box); row++)
        {
            var (start, end) = Run(row, box);
            for (var i = start; i < end; i++)
            {
                if (vectors[i].SquaredTo(center) <= reach) Bits.Set(bits, missions[i]);
            }
        }
    }

    /// <summary>Adds the missions with an address in the box.</summary>
    internal void CollectBox(GeoBox box, Span<ulong> bits)
    {
        for (var row = FirstRow(box); row <= LastRow(box); row++)
        {
            var (start, end) = Run(row, box);
            for (var i = start; i < end; i++)
            {
                if (box.Contains(points[i])) Bits.Set(bits, missions[i]);
            }
        }
    }

    private int FirstRow(GeoBox box) => cells.Length == 0 ? RowCount : Math.Max(Row(box.South), cells[0] / Columns);

    private int LastRow(GeoBox box) => cells.Length == 0 ? -1 : Math.Min(Row(box.North), cells[^1] / Columns);

    // The addresses of a row between west and east, and some around them.
    private (int Start, int End) Run(int row, GeoBox box) => (FirstFrom(Cell(row, Column(box.West))), FirstFrom(Cell(row, Column(box.East)) + 1));

    private static int Row(double lat) => Math.Clamp((int)((lat + 90) * CellsPerDegree), 0, RowCount - 1);

    private static int Column(double lon) => Math.Clamp((int)((lon + 180) * CellsPerDegree), 0, Columns - 1);

    private static int Cell(int row, int column) => (row * Columns) + column;

    private int FirstFrom(int cell)
    {
        var (low, high) = (0, cells.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (cells[middle] < cell) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
