namespace Engagement.Search.Index;

/// <summary>Addresses sorted by the quarter of a degree they lie in, row by row: a rectangle is one run of them per row.</summary>
internal sealed class GeoGrid
{
    private const int CellsPerDegree = 4;
    private const int Columns = (360 * CellsPerDegree) + 1;
    private const int RowCount = (180 * CellsPerDegree) + 1;

    private readonly int[] cells;
    private readonly int[] addresses;

    internal GeoGrid(GeoPoint[] points)
    {
        cells = Array.ConvertAll(points, point => Cell(Row(point.Lat), Column(point.Lon)));
        addresses = new int[points.Length];
        for (var i = 0; i < addresses.Length; i++) addresses[i] = i;
        Array.Sort(cells, addresses);
    }

    internal ReadOnlySpan<int> Addresses(Range run) => addresses.AsSpan(run);

    /// <summary>Runs that hold every address of the box, and some around it.</summary>
    internal IEnumerable<Range> Ranges(GeoBox box)
    {
        if (cells.Length == 0) yield break;
        var last = Math.Min(Row(box.North), cells[^1] / Columns);
        for (var row = Math.Max(Row(box.South), cells[0] / Columns); row <= last; row++)
        {
            var start = FirstFrom(Cell(row, Column(box.West)));
            var end = FirstFrom(Cell(row, Column(box.East)) + 1);
            if (start < end) yield return start..end;
        }
    }

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
