using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Engagement.Missions;

/// <summary>
/// Any HTML, parsed as a browser would and written anew from the allow-list: what is written can only be an allowed tag, the address of a link, or escaped text.
/// </summary>
internal static class HtmlSanitiser
{
    // Deeper tags are left out of the result, which keeps their text.
    private const int MaxDepth = 40;

    [ThreadStatic]
    private static IElement? _context;

    internal static (string Html, string Text, bool Hostile, bool HadLongLink) Read(string source)
    {
        var context = _context ??= new HtmlParser().ParseDocument("").Body!;
        var writer = new Writer();
        writer.Write(new HtmlParser().ParseFragment(source, context));
        return (writer.Html.ToString().Trim(), writer.Text.ToString(), writer.Hostile, writer.HadLongLink);
    }

    private sealed class Writer
    {
        // Walks without recursion: nesting is the partner's to choose, the thread's stack is not.
        private readonly Stack<(INodeList Children, int Next, string? Close, HtmlTag Tag)> _open = new();

        internal StringBuilder Html { get; } = new();

        internal PlainTextBuilder Text { get; } = PlainTextBuilder.Rent();

        internal bool Hostile { get; private set; }

        internal bool HadLongLink { get; private set; }

        internal void Write(INodeList nodes)
        {
            _open.Push((nodes, 0, null, HtmlTag.Unwrapped));
            while (_open.TryPop(out var level))
            {
                if (level.Next == level.Children.Length)
                {
                    Leave(level.Close, level.Tag);
                    continue;
                }

                _open.Push(level with { Next = level.Next + 1 });
                switch (level.Children[level.Next])
                {
                    case IElement element: Enter(element); break;
                    case IText text: AppendText(text.Data); break;
                }
            }
        }

        private void Enter(IElement element)
        {
            var tag = HtmlTags.Kind(element.LocalName);
            Hostile |= element.LocalName is "script" or "iframe" or "object" or "embed" or "svg" || HasHandler(element);
            if (tag == HtmlTag.Removed || element.NamespaceUri != "http://www.w3.org/1999/xhtml")
            {
                return;
            }

            var opened = _open.Count > MaxDepth && tag != HtmlTag.Break ? null : OpeningTag(element, tag);
            Html.Append(opened);
            switch (tag)
            {
                case HtmlTag.Item: Text.Item(); break;
                case HtmlTag.Cell: AppendText(" "); break;
                case HtmlTag.Block or HtmlTag.OtherBlock or HtmlTag.List or HtmlTag.Break: Text.Block(); break;
            }

            if (tag != HtmlTag.Break)
            {
                var name = tag == HtmlTag.OtherBlock ? "div" : element.LocalName;
                _open.Push((element.ChildNodes, 0, opened is null ? null : $"</{name}>", tag));
            }
        }

        private void Leave(string? close, HtmlTag tag)
        {
            Html.Append(close);
            switch (tag)
            {
                case HtmlTag.Item: Text.EndItem(); break;
                case HtmlTag.Block or HtmlTag.OtherBlock or HtmlTag.List: Text.Block(); break;
            }
        }

        private string? OpeningTag(IElement element, HtmlTag tag) => tag switch
        {
            HtmlTag.Inline or HtmlTag.Block or HtmlTag.List or HtmlTag.Item or HtmlTag.Break => $"<{element.LocalName}>",
            HtmlTag.OtherBlock => "<div>",
            HtmlTag.Link => SafeAddress(element.GetAttribute("href")) is { } href
                ? $"<a href=\"{WebUtility.HtmlEncode(href)}\" rel=\"nofollow noopener noreferrer\">"
                : null,
            _ => null,
        };

        private string? SafeAddress(string? href)
        {
            if (string.IsNullOrWhiteSpace(href))
            {
                return null;
            }

            // Browsers skip control characters and white space inside a scheme.
            var address = string.Concat(href.Where(c => c > ' ' && !PlainText.IsControl(c)));
            if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto" or "tel")
            {
                var isTooLong = TextLimits.Exceeds(address, TextLimits.WebAddress);
                HadLongLink |= isTooLong;
                return isTooLong ? null : address;
            }

            Hostile |= address.Contains("script:", StringComparison.OrdinalIgnoreCase) || address.StartsWith("data:", StringComparison.OrdinalIgnoreCase);
            return null;
        }

        private static bool HasHandler(IElement element) =>
            element.Attributes.Any(a => a.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));

        private void AppendText(string data)
        {
            var text = data.Any(PlainText.IsControl) ? string.Concat(data.Where(c => !PlainText.IsControl(c))) : data;
            RichText.Escape(text, Html);
            Text.Append(text);
        }
    }
}
