using System.Text;
using System.Text.RegularExpressions;
using Engagement.Missions;

namespace Engagement.Fuzz;

/// <summary>Partners' HTML: what comes out has allowed tags and links only, also when it is read again, and both ways of reading agree.</summary>
internal static partial class HtmlTarget
{
    private const string PlainTag = "^</?(strong|b|em|i|u|s|sub|sup|p|div|h[1-6]|blockquote|ul|ol|li|br|a)>$";
    private const string Link = """^<a href="(?i:https?|mailto|tel):[^"<>]*"( rel="[a-z ]+")?>$""";

    internal static void Run(byte[] bytes)
    {
        var source = Encoding.UTF8.GetString(bytes);
        if (RichText.Read(source) is not { } text)
        {
            return;
        }

        CheckTags(text.Html);
        // A browser may nest the tags otherwise than they were written. Nothing unsafe may come of that.
        CheckTags(RichText.ReadHtml(text.Html).Html);
        if (CleanHtml.Read(source) is { } quick && quick != RichText.Sanitise(source))
        {
            throw new BrokenPromiseException($"The quick way gives {quick}\nthe sanitiser {RichText.Sanitise(source)}");
        }
    }

    private static void CheckTags(string html)
    {
        foreach (var markup in Markup().EnumerateMatches(html))
        {
            var tag = html.AsSpan(markup.Index, markup.Length);
            if (!AllowedTag().IsMatch(tag))
            {
                throw new BrokenPromiseException($"The sanitised HTML has {tag}: {html}");
            }
        }
    }

    [GeneratedRegex("<[^>]*>?", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Markup();

    [GeneratedRegex(PlainTag + "|" + Link, RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex AllowedTag();
}
