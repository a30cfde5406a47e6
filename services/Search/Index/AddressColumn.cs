namespace Engagement.Search.Index;

/// <summary>
/// Located addresses of a segment, mission by mission, and a grid over them. An address is also kept as a point of the unit sphere: the
/// straight distance between two such points gives the exact great-circle distance, and costs three multiplications to compare.
/// </summary>
internal sealed class AddressColumn
{
    private readonly int[] starts;
    private readonly byte[] places;
    private readonly GeoPoint[] points;
    private readonly UnitVector[] vectors;
    private readonly GeoGrid grid;

    internal AddressColumn(AddressRows rows)
    {
        starts = rows.Starts();
        points = rows.Points();
        places = rows.Places();
        vectors = Array.ConvertAll(points, UnitVector.Of);
        grid = new GeoGrid(points, vectors, starts);
    }

    /// <summary>The addresses of a mission, as indexes for <see cref="Point"/>.</summary>
    internal Range Of(int mission) => starts[mission]..starts[mission + 1];

    internal bool IsLocated(int mission) => starts[mission] != starts[mission + 1];

    internal GeoPoint Point(int address) => points[address];

    /// <summary>The address's place in the mission's content.</summary>
    internal byte Place(int address) => places[address];

    /// <summary>Adds the missions with an address in the circle.</summary>
    internal void CollectCircle(GeoCircle circle, Span<ulong> bits)
    {
        foreach (var box in circle.Boxes) grid.CollectCircle(box, circle, bits);
    }

    /// <summary>Adds the missions with an address in one of the rectangles.</summary>
    internal void CollectBoxes(IReadOnlyList<GeoBox> boxes, Span<ulong> bits)
    {
        foreach (var box in boxes) grid.CollectBox(box, bits);
    }

    /// <summary>The nearest address of a mission: its index, and the squared straight distance (infinite without one).</summary>
    internal (int Address, double Squared) Nearest(int mission, in UnitVector center)
    {
        var (nearest, least) = (-1, double.PositiveInfinity);
        for (var address = starts[mission]; address < starts[mission + 1]; address++)
        {
            var squared = vectors[address].SquaredTo(center);
            if (squared < least) (nearest, least) = (address, squared);
        }

        return (nearest, least);
    }
}

/// <summary>The located addresses of each mission of a segment to be.</summary>
internal sealed class AddressRows
{
    private readonly List<int> starts = [0];
    private readonly List<GeoPoint> points = [];
    private readonly List<byte> places = [];

    internal void Add(GeoPoint point, byte place)
    {
        points.Add(point);
        places.Add(place);
    }

    internal void End() => starts.Add(points.Count);

    internal int[] Starts() => [.. starts];

    internal GeoPoint[] Points() => [.. points];

    internal byte[] Places() => [.. places];
}
