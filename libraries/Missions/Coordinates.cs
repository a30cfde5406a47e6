using System.Globalization;

namespace Engagement.Missions;

/// <summary>
/// Reads the coordinates of an address. "lonlat" is longitude first, but partners send both orders under both names, so the order is the one
/// that falls in France; the boxes below never hold a point and its mirror.
/// </summary>
internal static class Coordinates
{
    private static readonly (double South, double North, double West, double East)[] France =
    [
        (41.2, 51.3, -5.4, 9.8),        // métropole
        (15.7, 18.3, -63.3, -60.9),     // Guadeloupe, Saint-Martin, Saint-Barthélemy
        (14.3, 15.0, -61.4, -60.7),     // Martinique
        (2.0, 6.0, -54.8, -51.4),       // Guyane
        (-21.5, -20.7, 55.1, 56.0),     // La Réunion
        (-13.2, -12.5, 44.9, 45.4),     // Mayotte
        (46.6, 47.3, -56.6, -56.0),     // Saint-Pierre-et-Miquelon
        (-23.0, -17.9, 158.0, 172.5),   // Nouvelle-Calédonie
        (-28.0, -7.5, -155.0, -134.0),  // Polynésie française
        (-14.6, -13.0, -178.5, -175.9), // Wallis-et-Futuna
        (-50.0, -37.5, 50.0, 78.0),     // Terres australes
    ];

    internal static (double Lat, double Lon)? Read(RawAddress raw, string country, Remarks remarks)
    {
        if (raw.Lat.HasText || raw.Lon.HasText)
        {
            var source = raw.Lat.HasText ? raw.Lat : raw.Lon;
            return TryNumber(raw.Lat.Text, out var lat) && TryNumber(raw.Lon.Text, out var lon)
                ? Judge(lat, lon, source, country, remarks)
                : Refuse(source with { Text = $"{raw.Lat.Text},{raw.Lon.Text}" }, remarks);
        }

        if (!raw.LonLat.HasText)
        {
            return null;
        }

        return TryPair(raw.LonLat.Text!, out var first, out var second)
            ? Judge(second, first, raw.LonLat, country, remarks)
            : Refuse(raw.LonLat, remarks);
    }

    private static (double Lat, double Lon)? Judge(double lat, double lon, RawValue source, string country, Remarks remarks)
    {
        // 0,0 is how exports write "unknown".
        if (lat == 0 && lon == 0)
        {
            return Refuse(source with { Text = "0,0" }, remarks);
        }

        var swapped = Countries.IsFrench(country) ? !InFrance(lat, lon) && InFrance(lon, lat) : Math.Abs(lat) > 90 && Math.Abs(lon) <= 90;
        if (swapped)
        {
            (lat, lon) = (lon, lat);
            remarks.Warn(FeedCodes.CoordinatesSwapped, source, $"La latitude et la longitude sont inversées : elles sont lues latitude {Text(lat)}, longitude {Text(lon)}.");
        }

        return Math.Abs(lat) <= 90 && Math.Abs(lon) <= 180 ? (lat, lon) : Refuse(source, remarks);
    }

    private static (double Lat, double Lon)? Refuse(RawValue source, Remarks remarks)
    {
        remarks.Warn(FeedCodes.CoordinatesInvalid, source, "Les coordonnées ne sont pas lisibles : elles sont ignorées et cherchées d'après l'adresse. Donnez des degrés décimaux.");
        return null;
    }

    private static bool InFrance(double lat, double lon) =>
        Array.Exists(France, box => lat >= box.South && lat <= box.North && lon >= box.West && lon <= box.East);

    private static bool TryPair(string text, out double first, out double second)
    {
        second = 0;
        var separator = text.Contains(';', StringComparison.Ordinal) ? ';' : text.Contains(',', StringComparison.Ordinal) ? ',' : ' ';
        var parts = text.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        first = 0;
        return parts.Length == 2 && TryNumber(parts[0], out first) && TryNumber(parts[1], out second);
    }

    private static bool TryNumber(string? text, out double number)
    {
        number = 0;
        return text is not null
            && double.TryParse(text.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number);
    }

    private static string Text(double degrees) => degrees.ToString("R", CultureInfo.InvariantCulture);
}
