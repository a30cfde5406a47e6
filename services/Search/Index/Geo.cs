namespace Engagement.Search.Index;

/// <summary>A place, in degrees.</summary>
internal readonly record struct GeoPoint(double Lat, double Lon);

/// <summary>A place on a sphere of radius 1.</summary>
internal readonly record struct UnitVector(double X, double Y, double Z)
{
    /// <summary>Mean radius of the earth.</summary>
    internal const double EarthKm = 6371.0088;

    internal static UnitVector Of(GeoPoint point)
    {
        var (sinLat, cosLat) = Math.SinCos(double.DegreesToRadians(point.Lat));
        var (sinLon, cosLon) = Math.SinCos(double.DegreesToRadians(point.Lon));
        return new UnitVector(cosLat * cosLon, cosLat * sinLon, sinLat);
    }

    /// <summary>The square of the straight distance: four times the haversine.</summary>
    internal double SquaredTo(in UnitVector other)
    {
        var (x, y, z) = (X - other.X, Y - other.Y, Z - other.Z);
        return (x * x) + (y * y) + (z * z);
    }

    /// <summary>The great-circle distance that a squared straight distance stands for.</summary>
    internal static double Km(double squared) => 2 * EarthKm * Math.Asin(Math.Min(1, Math.Sqrt(squared) / 2));

    /// <summary>The squared straight distance of a great-circle distance. Beyond half the circumference there is nothing more.</summary>
    internal static double Squared(double km) => 4 * Math.Pow(Math.Sin(Math.Min(km / (2 * EarthKm), Math.PI / 2)), 2);
}

/// <summary>All places within a distance of one.</summary>
internal sealed class GeoCircle
{
    internal GeoCircle(GeoPoint center, double radiusKm)
    {
        Center = UnitVector.Of(center);
        Boxes = BoxesOf(center, radiusKm);
        SquaredReach = radiusKm < 0 ? -1 : UnitVector.Squared(radiusKm);
    }

    internal UnitVector Center { get; }

    internal double SquaredReach { get; }

    /// <summary>Rectangles that hold the circle: two where it crosses the 180th meridian.</summary>
    internal IReadOnlyList<GeoBox> Boxes { get; }

    private static IReadOnlyList<GeoBox> BoxesOf(GeoPoint center, double radiusKm)
    {
        // A little more than the circle: the exact test follows.
        var angle = double.RadiansToDegrees(radiusKm / UnitVector.EarthKm) + 1e-9;
        var (south, north) = (center.Lat - angle, center.Lat + angle);
        if (south <= -90 || north >= 90 || angle >= 90) return [new GeoBox(-180, Math.Max(south, -90), 180, Math.Min(north, 90))];
        var ratio = Math.Sin(double.DegreesToRadians(angle)) / Math.Cos(double.DegreesToRadians(center.Lat));
        var width = double.RadiansToDegrees(Math.Asin(Math.Min(1, ratio))) + 1e-9;
        return GeoBox.Of(new GeoBounds(Normal(center.Lon - width), south, Normal(center.Lon + width), north));
    }

    private static double Normal(double lon) => lon < -180 ? lon + 360 : lon > 180 ? lon - 360 : lon;
}

/// <summary>A rectangle that does not cross the 180th meridian, edges included.</summary>
internal readonly record struct GeoBox(double West, double South, double East, double North)
{
    internal static IReadOnlyList<GeoBox> Of(GeoBounds bounds) =>
        bounds.West <= bounds.East
            ? [new GeoBox(bounds.West, bounds.South, bounds.East, bounds.North)]
            : [new GeoBox(bounds.West, bounds.South, 180, bounds.North), new GeoBox(-180, bounds.South, bounds.East, bounds.North)];

    internal bool Contains(GeoPoint point) => point.Lat >= South && point.Lat <= North && point.Lon >= West && point.Lon <= East;
}
