using System.Globalization;

namespace Engagement.Missions;

/// <summary>
/// The dates of the format: ISO 8601, French day first with slashes or hyphens, RFC 1123. What has no zone is the time of Paris. Never the
/// machine's zone or language, never "now".
/// </summary>
public static class FeedDate
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "d/M/yyyy", "d-M-yyyy", "yyyyMMdd"];
    private static readonly string[] TimeFormats = ["HH:mm:ss", "HH:mm", "HH:mm:ss.FFFFFFF"];

    // The day of the week is not compared: partners compute it wrongly, and the date is clear without it.
    private static readonly string[] Rfc1123Formats =
        ["d MMM yyyy HH:mm:ss 'GMT'", "d MMM yyyy HH:mm:ss 'UTC'", "d MMM yyyy HH:mm:ss 'UT'", "d MMM yyyy HH:mm:ss 'Z'", "d MMM yyyy HH:mm:ss zzz"];

    /// <summary>Reads a date of the format.</summary>
    /// <param name="text">As the partner wrote it.</param>
    /// <param name="endOfDay">True to read a date without a time as the end of that day: 24:00 in Paris.</param>
    /// <param name="instant">The instant, in UTC.</param>
    public static bool TryRead(string text, bool endOfDay, out DateTimeOffset instant)
    {
        var span = text.AsSpan().Trim();
        return TryReadIsoFast(span, out instant) || TryReadNumeric(span, endOfDay, out instant) || TryReadRfc1123(span, out instant);
    }

    /// <summary>The day of an instant in Paris.</summary>
    public static DateOnly DayInParis(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Paris).DateTime);

    /// <summary>What nearly every feed sends: <c>2026-05-01T08:00:00.000Z</c>.</summary>
    private static bool TryReadIsoFast(ReadOnlySpan<char> text, out DateTimeOffset instant)
    {
        instant = default;
        return text is [_, _, _, _, '-', _, _, '-', _, _, 'T', .., 'Z']
            && DateTimeOffset.TryParseExact(
                text, ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"], CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
    }

    private static bool TryReadNumeric(ReadOnlySpan<char> text, bool endOfDay, out DateTimeOffset instant)
    {
        instant = default;
        var split = text.IndexOfAny('T', ' ');
        var datePart = split < 0 ? text : text[..split];
        if (!DateTime.TryParseExact(datePart, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return false;
        }

        if (split < 0)
        {
            return TryPlace(endOfDay, day, out instant);
        }

        return TryReadTime(text[(split + 1)..].Trim(), out var time, out var offset) && TryCombine(day, time, offset, out instant);
    }

    private static bool TryPlace(bool endOfDay, DateTime day, out DateTimeOffset instant)
    {
        instant = default;
        return (!endOfDay || day < DateTime.MaxValue.Date) && TryCombine(endOfDay ? day.AddDays(1) : day, TimeSpan.Zero, null, out instant);
    }

    private static bool TryReadTime(ReadOnlySpan<char> text, out TimeSpan time, out TimeSpan? offset)
    {
        time = default;
        offset = null;
        var zone = text.IndexOfAny('Z', '+', '-');
        if (zone >= 0)
        {
            if (!TryReadOffset(text[zone..], out var given))
            {
                return false;
            }

            offset = given;
            text = text[..zone].TrimEnd();
        }

        if (text is "24:00" or "24:00:00")
        {
            time = TimeSpan.FromDays(1);
            return true;
        }

        Span<char> dotted = stackalloc char[32];
        if (text.Length > dotted.Length)
        {
            return false;
        }

        // ISO 8601 prefers a comma before the fraction of a second.
        text.Replace(dotted, ',', '.');
        var read = DateTime.TryParseExact(dotted[..text.Length], TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out var clock);
        time = clock.TimeOfDay;
        return read;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text is "Z")
        {
            return true;
        }

        var digits = text[1..] switch
        {
            [var a, var b] => [a, b, '0', '0'],
            [var a, var b, var c, var d] => [a, b, c, d],
            [var a, var b, ':', var c, var d] => [a, b, c, d],
            _ => (ReadOnlySpan<char>)default,
        };
        if (digits.IsEmpty || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value / 100 > 14 || value % 100 > 59)
        {
            return false;
        }

        offset = new TimeSpan(value / 100, value % 100, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryCombine(DateTime day, TimeSpan time, TimeSpan? offset, out DateTimeOffset instant)
    {
        instant = default;
        if (day.Year is < 1900 or > 2999)
        {
            return false;
        }

        var local = DateTime.SpecifyKind(day + time, DateTimeKind.Unspecified);
        if (offset is null && Paris.IsInvalidTime(local))
        {
            // The hour that does not exist on the night summer time begins.
            local = local.AddHours(1);
        }

        instant = new DateTimeOffset(local, offset ?? Paris.GetUtcOffset(local)).ToUniversalTime();
        return true;
    }

    private static bool TryReadRfc1123(ReadOnlySpan<char> text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(
            text is [_, _, _, ',', ..] ? text[4..].Trim() : text, Rfc1123Formats, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
}
