namespace Engagement.Search.Index;

/// <summary>The cells of a map: web Mercator tiles of a level, numbered from the north-west.</summary>
internal readonly record struct MapGrid(int Level)
{
    private const int MostCells = 16_384;
    private const int DeepestLevel = 24;

    // Where web Mercator ends.
    private const double MostLatitude = 85.05112878;

    /// <summary>Four cells to a tile's side, or fewer where the rectangle is too large for the zoom.</summary>
    internal static MapGrid For(IReadOnlyList<GeoBox> boxes, int zoom)
    {
        var grid = new MapGrid(Math.Clamp(zoom + 2, 0, DeepestLevel));
        while (grid.Level > 0 && boxes.Sum(grid.CellsOf) > MostCells) grid = new MapGrid(grid.Level - 1);
        return grid;
    }

    /// <summary>Row in the upper half, column in the lower.</summary>
    internal long CellOf(GeoPoint point) => ((long)Row(point.Lat) << 32) | (uint)Column(point.Lon);

    internal GeoBounds BoundsOf(long cell)
    {
        var (row, column) = ((int)(cell >> 32), (int)cell);
        double size = 1 << Level;
        return new GeoBounds((column / size * 360) - 180, Latitude((row + 1) / size), ((column + 1) / size * 360) - 180, Latitude(row / size));
    }

    private long CellsOf(GeoBox box) => (Row(box.South) - Row(box.North) + 1L) * (Column(box.East) - Column(box.West) + 1L);

    private int Column(double lon) => Clamp((lon + 180) / 360);

    private int Row(double lat)
    {
        var sine = Math.Sin(double.DegreesToRadians(Math.Clamp(lat, -MostLatitude, MostLatitude)));
        return Clamp(0.5 - (Math.Log((1 + sine) / (1 - sine)) / (4 * Math.PI)));
    }

    private int Clamp(double part) => Math.Clamp((int)(part * (1 << Level)), 0, (1 << Level) - 1);

    private static double Latitude(double part) => double.RadiansToDegrees(Math.Atan(Math.Sinh(Math.PI * (1 - (2 * part)))));
}
