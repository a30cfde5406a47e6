namespace Engagement.Geodata;

/// <summary>A point of the globe, in degrees.</summary>
internal readonly record struct Point(double Lat, double Lon)
{
    private const double EarthDiameterKm = 12_742;

    internal double KmTo(Point other)
    {
        var (lat, otherLat) = (double.DegreesToRadians(Lat), double.DegreesToRadians(other.Lat));
        var (dLat, dLon) = (Math.Sin((lat - otherLat) / 2), Math.Sin(double.DegreesToRadians(Lon - other.Lon) / 2));
        return EarthDiameterKm * Math.Asin(Math.Sqrt((dLat * dLat) + (Math.Cos(lat) * Math.Cos(otherLat) * dLon * dLon)));
    }

    /// <summary>The weighted mean of points that lie close together; null when there is none.</summary>
    internal static Point? Mean(IReadOnlyCollection<(Point Point, double Weight)> points)
    {
        var weight = points.Sum(p => p.Weight);
        return weight > 0 ? new Point(points.Sum(p => p.Point.Lat * p.Weight) / weight, points.Sum(p => p.Point.Lon * p.Weight) / weight) : null;
    }
}
