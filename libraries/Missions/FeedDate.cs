using System.Globalization;

namespace Engagement.Missions;

/// <summary>
/// The dates of the format: ISO 8601, French day first with slashes or hyphens, RFC 1123. What has no zone is the time of Paris. Never the
/// machine's zone or language, never "now".
/// </summary>
public static class FeedDate
{
    private const int FirstYear = 1800;
    private const int FractionDigits = 7;

    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "d/M/yyyy", "d-M-yyyy", "yyyyMMdd"];
    private static readonly string[] TimeFormats = ["H:mm:ss", "H:mm", "HHmmss", "H:mm:ss.FFFFFFF"];

    /// <summary>Reads a date of the format.</summary>
    /// <param name="text">As the partner wrote it.</param>
    /// <param name="endOfDay">True to read a date without a time as the end of that day: 24:00 in Paris.</param>
    /// <param name="instant">The instant, in UTC.</param>
    public static bool TryRead(string text, bool endOfDay, out DateTimeOffset instant)
    {
        if (!TryReadIsoFast(text.AsSpan().Trim(), out instant))
        {
            var plain = text.Replace('\u00A0', ' ').Trim().ToUpperInvariant();
            if (!TryReadNumeric(plain, endOfDay, out instant) && !TryReadRfc1123(plain, out instant))
            {
                return false;
            }
        }

        // Year 1 is how a program writes a date that was never set.
        return instant.Year >= FirstYear;
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
        var end = text.IndexOfAny('T', ' ');
        TimeSpan? offset = null;
        if (end < 0 && text.Length > 10 && text[4] == '-')
        {
            // XML Schema lets a date without a time have a zone: 2026-07-14+02:00.
            if (!TryReadOffset(text[10..], out var given))
            {
                return false;
            }

            offset = given;
            text = text[..10];
        }

        if (!DateTime.TryParseExact(end < 0 ? text : text[..end], DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return false;
        }

        return end < 0
            ? TryCombine(day, TimeSpan.FromDays(endOfDay ? 1 : 0), offset, out instant)
            : TryReadTime(text[(end + 1)..].Trim(), out var time, out offset) && TryCombine(day, time, offset, out instant);
    }

    private static bool TryReadRfc1123(ReadOnlySpan<char> text, out DateTimeOffset instant)
    {
        instant = default;

        // The day of the week is not compared: partners compute it wrongly, and the date is clear without it.
        var plain = text is [_, _, _, ',', ..] ? text[4..].Trim() : text;
        var colon = plain.IndexOf(':');
        var end = colon < 0 ? -1 : plain[..colon].LastIndexOf(' ');
        return end > 0
            && DateTime.TryParseExact(plain[..end].TrimEnd(), "d MMM yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && TryReadTime(plain[(end + 1)..], out var time, out var offset)
            && TryCombine(day, time, offset, out instant);
    }

    private static bool TryReadTime(ReadOnlySpan<char> text, out TimeSpan time, out TimeSpan? offset)
    {
        time = default;
        offset = null;
        var zone = text.IndexOfAny('Z', '+', '-');
        if (text.EndsWith(" GMT") || text.EndsWith(" UTC") || text.EndsWith(" UT"))
        {
            offset = TimeSpan.Zero;
            text = text[..text.LastIndexOf(' ')].TrimEnd();
        }
        else if (zone >= 0)
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
        var read = DateTime.TryParseExact(WithoutNanoseconds(dotted[..text.Length]), TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out var clock);
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

        var digits = text[0] is not ('+' or '-') ? default : text[1..] switch
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

    /// <summary>Java writes nine digits after the second; a tick is seven.</summary>
    private static ReadOnlySpan<char> WithoutNanoseconds(ReadOnlySpan<char> time)
    {
        var last = time.IndexOf('.') + FractionDigits;
        return last < FractionDigits || last >= time.Length || time[(last + 1)..].ContainsAnyExceptInRange('0', '9') ? time : time[..(last + 1)];
    }

    private static bool TryCombine(DateTime day, TimeSpan time, TimeSpan? offset, out DateTimeOffset instant)
    {
        var ticks = day.Ticks + time.Ticks - (offset ?? OffsetInParis(day, time)).Ticks;
        var known = ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
        instant = known ? new DateTimeOffset(ticks, TimeSpan.Zero) : default;
        return known;
    }

    private static TimeSpan OffsetInParis(DateTime day, TimeSpan time)
    {
        // Exports write 31 December 9999 for "never": its night ends past the calendar's last day.
        if (day.Ticks + time.Ticks > DateTime.MaxValue.Ticks)
        {
            return Paris.BaseUtcOffset;
        }

        // The hour that does not exist on the night summer time begins is counted on from before it.
        var local = DateTime.SpecifyKind(day + time, DateTimeKind.Unspecified);
        return Paris.IsInvalidTime(local) ? Paris.BaseUtcOffset : Paris.GetUtcOffset(local);
    }
}
