namespace Engagement.Missions;

/// <summary>Why a feed cannot be read to its end. What came before the fault has been yielded; nothing may be concluded from what is absent.</summary>
public sealed class FeedException : Exception
{
    /// <summary>The document is not XML, or breaks its rules.</summary>
    public const string NotXml = "NOT_XML";

    /// <summary>The document ends before its root element does.</summary>
    public const string Truncated = "TRUNCATED";

    /// <summary>There is nothing, or a root without any mission.</summary>
    public const string Empty = "EMPTY";

    /// <summary>The document declares a DTD: entities are how bombs and thefts are made.</summary>
    public const string DtdForbidden = "DTD_FORBIDDEN";

    /// <summary>Elements are nested too deeply.</summary>
    public const string TooDeep = "TOO_DEEP";

    /// <summary>The feed, or one mission of it, is larger than allowed.</summary>
    public const string TooLarge = "TOO_LARGE";

    /// <summary>The bytes are not in the encoding that the document declares.</summary>
    public const string BadEncoding = "BAD_ENCODING";

    /// <summary>The compressed data is damaged.</summary>
    public const string BadGzip = "BAD_GZIP";

    /// <summary>Well-formed XML of another kind.</summary>
    public const string NotAFeed = "NOT_A_FEED";

    /// <summary>A page of an RPDE feed is not JSON, or breaks its rules.</summary>
    public const string NotJson = "NOT_JSON";

    /// <summary>A page of an RPDE feed has no list <c>items</c>.</summary>
    public const string ItemsMissing = "ITEMS_MISSING";

    /// <summary>A page of an RPDE feed does not say which comes next.</summary>
    public const string NextMissing = "NEXT_MISSING";

    /// <summary>What an RPDE page names as the next is no http(s) address, or one with credentials, or too long.</summary>
    public const string NextInvalid = "NEXT_INVALID";

    /// <summary>An RPDE feed leads back to a page that was read, or a page with items names itself as the next: it would never end.</summary>
    public const string PageLoop = "PAGE_LOOP";

    /// <summary>An RPDE feed goes on for more pages, or for a longer time, than is allowed.</summary>
    public const string TooManyPages = "TOO_MANY_PAGES";

    internal static FeedException TooManyMissions(int most, int line) => new(
        TooLarge, line, $"Le flux a plus de {most.ToString("#,0", Spaces)} missions : découpez-le en plusieurs flux.");

    private static readonly System.Globalization.NumberFormatInfo Spaces = new() { NumberGroupSeparator = "\u202F" };

    /// <summary>A fault of a feed.</summary>
    /// <param name="code">One of the constants of this class.</param>
    /// <param name="line">The line where it shows, or 0 when unknown.</param>
    /// <param name="message">What is wrong and what to do, in French, for the partner.</param>
    /// <param name="cause">The technical fault, when there is one.</param>
    public FeedException(string code, int line, string message, Exception? cause = null)
        : base(message, cause)
    {
        Code = code;
        Line = line;
    }

    /// <summary>The fault of a feed whose compressed data is damaged.</summary>
    public static FeedException OfGzip(Exception cause) =>
        new(BadGzip, 0, "La compression gzip du flux est endommagée ou incomplète : relancez l'export.", cause);

    /// <summary>Stable code.</summary>
    public string Code { get; }

    /// <summary>Line of the document, from 1; 0 when unknown.</summary>
    public int Line { get; }
}
