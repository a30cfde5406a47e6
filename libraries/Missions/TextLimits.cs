namespace Engagement.Missions;

/// <summary>
/// The most characters that each text of the format may have, and the most values of a list. A character is a Unicode code point, as for
/// PostgreSQL's <c>char_length</c>: the databases check the same numbers, so a text that passes here passes there.
/// </summary>
public static class TextLimits
{
    /// <summary>A partner's identifier of a mission.</summary>
    public const int ClientId = 500;

    /// <summary>The title of a mission, the name of a structure.</summary>
    public const int Title = 500;

    /// <summary>Any other text of one line, and each value of a list.</summary>
    public const int Line = 1_000;

    /// <summary>A web address.</summary>
    public const int WebAddress = 2_000;

    /// <summary>The text of a description, of a mission or of a structure.</summary>
    public const int Description = 20_000;

    /// <summary>A description as HTML.</summary>
    public const int Markup = RichText.MaxMarkup;

    /// <summary>Values of a list, addresses of a mission.</summary>
    public const int Values = 1_000;

    /// <summary>A value of any field as the partner writes it, before it is read. Descriptions are not bound by it.</summary>
    internal const int Raw = 20_000;

    /// <summary>True when a text has more characters than that.</summary>
    public static bool Exceeds(string text, int most)
    {
        if (text.Length <= most)
        {
            return false;
        }

        var characters = 0;
        foreach (var unit in text)
        {
            // Half of a pair counts with the other.
            if (!char.IsLowSurrogate(unit) && ++characters > most)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The beginning of a text, of so many UTF-16 units at most; no pair is cut in two.</summary>
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
