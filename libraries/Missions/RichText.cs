using System.Net;
using System.Text;

namespace Engagement.Missions;

/// <summary>
/// A partner's rich text made safe: sanitised HTML and what a reader of plain text sees. In the plain text every block and line break begins
/// a line, blank lines are left out, runs of white space are one space, list items begin with "• ".
/// </summary>
/// <param name="Html">Only the allowed tags, without attributes but for links.</param>
/// <param name="Text">Plain text.</param>
public readonly record struct RichText(string Html, string Text)
{
    /// <summary>Beyond this many characters of markup the text is not read: no description of 20,000 characters needs them.</summary>
    public const int MaxMarkup = 400_000;

    // The parser's work grows with the square of the nesting that hostile markup can reach.
    private const int MaxTags = 3_000;

    private static readonly string[] UsualTags = ["<p>", "<p ", "<br", "<li>", "<ul>", "<div", "<strong>", "<b>", "<em>", "<span", "<h2", "<h3", "<a "];

    /// <summary>True when hostile markup was taken out: scripts, event handlers, links that are none.</summary>
    public bool HadHostileMarkup { get; private init; }

    /// <summary>True when a link was taken out because its address is too long.</summary>
    public bool HadLongLink { get; private init; }

    /// <summary>True when the markup itself came as entities and was decoded once more.</summary>
    public bool WasEscapedTwice { get; private init; }

    /// <summary>Reads HTML or text; null when there is too much markup to be read.</summary>
    public static RichText? Read(string source)
    {
        if (source.Length > MaxMarkup || source.AsSpan().Count('<') > MaxTags)
        {
            return null;
        }

        source = PlainText.FromWindows(source);
        if (HasMarkup(source))
        {
            return ReadHtml(source);
        }

        var decoded = source.Contains('&', StringComparison.Ordinal) ? PlainText.FromWindows(WebUtility.HtmlDecode(source)) : source;
        return UsualTags.Any(tag => decoded.Contains(tag, StringComparison.OrdinalIgnoreCase))
            ? ReadHtml(decoded) with { WasEscapedTwice = true }
            : ReadText(decoded);
    }

    internal static RichText ReadHtml(string source) => CleanHtml.Read(source) ?? Sanitise(source);

    /// <summary>The way that takes any HTML whatever; <see cref="CleanHtml"/> must give the same where it gives an answer.</summary>
    internal static RichText Sanitise(string source)
    {
        var sanitised = HtmlSanitiser.Read(source);
        return new RichText(sanitised.Html, sanitised.Text) { HadHostileMarkup = sanitised.Hostile, HadLongLink = sanitised.HadLongLink };
    }

    private static bool HasMarkup(string source)
    {
        var rest = source.AsSpan();
        while (rest.IndexOf('<') is var at and >= 0 && at + 1 < rest.Length)
        {
            if (char.IsAsciiLetter(rest[at + 1]) || rest[at + 1] is '/' or '!' or '?')
            {
                return true;
            }

            rest = rest[(at + 1)..];
        }

        return false;
    }

    /// <summary>In text, line breaks are what gives it form; a blank line ends a paragraph.</summary>
    private static RichText ReadText(string source)
    {
        var text = PlainTextBuilder.Rent();
        var html = new StringBuilder(source.Length + 16);
        var inParagraph = false;
        foreach (var line in source.AsSpan().EnumerateLines())
        {
            var content = PlainText.CollapseLine(line);
            if (content.Length == 0)
            {
                html.Append(inParagraph ? "</p>" : "");
                inParagraph = false;
                continue;
            }

            html.Append(inParagraph ? "<br>" : "<p>");
            inParagraph = true;
            Escape(content, html);
            text.Block();
            text.Append(content);
        }

        html.Append(inParagraph ? "</p>" : "");
        return new RichText(html.ToString(), text.ToString());
    }

    internal static void Escape(ReadOnlySpan<char> text, StringBuilder html)
    {
        while (text.IndexOfAny('<', '>', '&') is var at and >= 0)
        {
            html.Append(text[..at]).Append(text[at] switch { '<' => "&lt;", '>' => "&gt;", _ => "&amp;" });
            text = text[(at + 1)..];
        }

        html.Append(text);
    }
}
