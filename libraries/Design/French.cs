using System.Globalization;

namespace Engagement.Design;

/// <summary>Numbers, dates and durations as French readers write them; the process itself runs without cultures.</summary>
public static class French
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static readonly string[] Months =
    [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ];

    private static readonly NumberFormatInfo Format = new() { NumberGroupSeparator = "\u202f", NumberDecimalSeparator = "," };

    /// <summary><c>12 480</c>, with a space that does not break.</summary>
    public static string Number(long value) => value.ToString("N0", Format);

    /// <summary><c>37,5</c>: at most one decimal.</summary>
    public static string Decimal(double value) => value.ToString("#,0.#", Format);

    /// <summary><c>3 missions</c>, <c>1 mission</c>, <c>0 mission</c>: the plural begins at two.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one.</param>
    /// <param name="many">The word for several; <paramref name="one"/> with an s when null.</param>
    public static string Count(long count, string one, string? many = null) => $"{Number(count)}\u00a0{(count < 2 ? one : many ?? one + "s")}";

    /// <summary><c>2 novembre 2026</c>, in Paris.</summary>
    public static string Date(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Paris);
        return string.Create(CultureInfo.InvariantCulture, $"{(local.Day == 1 ? "1er" : local.Day)} {Months[local.Month - 1]} {local.Year}");
    }

    /// <summary><c>2 novembre 2026 à 9 h 05</c>, in Paris.</summary>
    public static string DateAndTime(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Paris);
        return string.Create(CultureInfo.InvariantCulture, $"{Date(at)} à {local.Hour}\u00a0h\u00a0{local.Minute:00}");
    }

    /// <summary><c>moins de 0,1 s</c>, <c>0,4 s</c>, <c>2 min 05 s</c>, <c>3 h 20 min</c>, <c>5 jours</c>.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 0.1 } => "moins de 0,1\u00a0s",
        { TotalSeconds: < 60 } => $"{Decimal(duration.TotalSeconds)}\u00a0s",
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes}\u00a0min\u00a0{duration.Seconds:00}\u00a0s"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours}\u00a0h\u00a0{duration.Minutes:00}\u00a0min"),
        _ => Count((long)duration.TotalDays, "jour"),
    };
}
