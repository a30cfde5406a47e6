using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Engagement.Missions;

namespace Engagement.Catalog.Keys;

/// <summary>The times that an operator names: when a key ends, and how long two keys overlap.</summary>
internal static class KeyTimes
{
    /// <summary>What is said in place of a date for a key without an end.</summary>
    private const string Never = "never";

    /// <summary>How long both keys hold when nothing is said.</summary>
    internal const string UsualOverlap = "7d";

    private const int MostYears = 100;
    private const int MostDays = 365;

    /// <summary>Reads when a key ends: a day, whose end in Paris it is, an instant, or <c>never</c>.</summary>
    internal static bool TryReadEnd(string? text, DateTimeOffset now, out DateTimeOffset? end, [NotNullWhen(false)] out string? reason)
    {
        (end, reason) = (null, null);
        if (text == Never)
        {
            return true;
        }

        if (string.IsNullOrWhiteSpace(text) || !FeedDate.TryRead(text, endOfDay: true, out var instant))
        {
            reason = $"\"{text}\" is no date: write a day such as 2027-12-31 (its end in Paris), an instant such as 2027-12-31T12:00:00Z, or never.";
        }
        else if (instant <= now)
        {
            reason = $"{KeyText.Minute(instant)} is past: name a time to come. To end a key at once, revoke it.";
        }
        else if (instant > now.AddYears(MostYears))
        {
            reason = $"{KeyText.Minute(instant)} is more than {MostYears} years away: name an earlier time, or never.";
        }
        else
        {
            end = instant;
        }

        return reason is null;
    }

    /// <summary>Reads a number of days, hours or minutes: <c>7d</c>, <c>12h</c>, <c>30m</c>, or <c>0</c>.</summary>
    internal static bool TryReadOverlap(string text, out TimeSpan overlap)
    {
        overlap = TimeSpan.Zero;
        if (text == "0")
        {
            return true;
        }

        if (text.Length < 2 || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var minutes = text[^1] switch { 'd' => 24L * 60 * count, 'h' => 60L * count, 'm' => count, _ => -1L };
        overlap = TimeSpan.FromMinutes(Math.Clamp(minutes, 0, MostDays * 24 * 60));
        return minutes is >= 0 and <= MostDays * 24 * 60;
    }
}
