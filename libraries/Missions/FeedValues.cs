using System.Globalization;

namespace Engagement.Missions;

/// <summary>Readers of the small vocabularies of the format: booleans, the enumerations, numbers, addresses of pages, lists.</summary>
internal static class FeedValues
{
    /// <summary>True, false, or null when the word is neither.</summary>
    internal static bool? Boolean(string text) => Word(text) switch
    {
        "yes" or "oui" or "true" or "1" => true,
        "no" or "non" or "false" or "0" => false,
        _ => null,
    };

    /// <summary>How a mission can be done from a distance, or null when the word is unknown.</summary>
    internal static RemoteMode? Remote(string text) => Word(text) switch
    {
        "no" or "non" or "false" or "0" => RemoteMode.No,
        "possible" or "yes" or "oui" or "true" or "1" or "partiel" or "partielle" or "hybride" => RemoteMode.Possible,
        "full" or "total" or "100" or "remote" => RemoteMode.Full,
        "local" => RemoteMode.Local,
        _ => null,
    };

    internal static CompensationUnit? Unit(string text) => Word(text) switch
    {
        "hour" or "heure" or "heures" => CompensationUnit.Hour,
        "day" or "jour" or "jours" => CompensationUnit.Day,
        "month" or "mois" => CompensationUnit.Month,
        "year" or "an" or "ans" or "annee" or "annees" => CompensationUnit.Year,
        _ => null,
    };

    internal static CompensationType? CompensationKind(string text) => Word(text) switch
    {
        "gross" or "brut" => CompensationType.Gross,
        "net" => CompensationType.Net,
        _ => null,
    };

    internal static bool Integer(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>A decimal number; a comma may stand for the point, and is told.</summary>
    internal static bool Decimal(string text, out decimal value, out bool hadComma)
    {
        hadComma = text.Contains(',', StringComparison.Ordinal);
        var written = hadComma && !text.Contains('.', StringComparison.Ordinal) ? text.Replace(',', '.') : text;
        return decimal.TryParse(written, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>An absolute http(s) address without white space; null when the text is none. An escaped "&amp;" is one that was escaped twice.</summary>
    internal static string? WebAddress(string text)
    {
        var address = PlainText.WithoutControls(text.Replace("&amp;", "&", StringComparison.OrdinalIgnoreCase));
        return (address.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            && !address.AsSpan().ContainsAnyInRange('\0', ' ')
            && !address.AsSpan().ContainsAny('"', '<', '>')
            && Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && uri.Host.Length > 0 ? address : null;
    }

    /// <summary>The values of a list, from comma text and from children: one line each, blanks and repeats dropped, in the partner's order.</summary>
    /// <remarks>A value that is too long is left out, and so are those after the thousandth.</remarks>
    internal static IReadOnlyList<string> List(RawMission mission, FeedField field, Remarks remarks)
    {
        var text = mission[field].Text;
        var items = mission.ItemsOrNone(field);
        if (text is null && items.Count == 0)
        {
            return [];
        }

        var values = new ListValues(mission[field], remarks);
        for (var (from, end) = (0, 0); text is not null && end >= 0 && !values.IsFull; from = end + 1)
        {
            end = text.IndexOf(',', from);
            values.Add(end < 0 ? text[from..] : text[from..end]);
        }

        for (var i = 0; i < items.Count && !values.IsFull; i++)
        {
            values.Add(items[i]);
        }

        return values.Kept;
    }

    private static string Word(string text) => TextFold.Fold(PlainText.Line(text) ?? "");

    /// <summary>The values of a list as they come by.</summary>
    private struct ListValues(RawValue source, Remarks remarks)
    {
        // Up to so many a list is searched through; a longer one gets a set.
        private const int Few = 16;

        private HashSet<string>? _known;

        internal List<string> Kept { get; } = [];

        internal bool IsFull { get; private set; }

        internal void Add(string part)
        {
            if (PlainText.Line(part) is not { } value || (_known?.Contains(value) ?? Kept.Contains(value)))
            {
                return;
            }

            if (Kept.Count == TextLimits.Values)
            {
                IsFull = true;
                remarks.Warn(FeedCodes.TooManyValues, source, $"Il y a plus de {TextLimits.Values} valeurs : les suivantes sont ignorées.");
            }
            else if (BoundedText.Within(value, TextLimits.Line, source, remarks) is not null)
            {
                Kept.Add(value);
                _known?.Add(value);
                _known ??= Kept.Count > Few ? new HashSet<string>(Kept, StringComparer.Ordinal) : null;
            }
        }
    }
}
