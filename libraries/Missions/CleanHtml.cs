using System.Buffers;
using System.Net;
using System.Text;

namespace Engagement.Missions;

/// <summary>
/// Reads HTML that is plainly clean: a few known tags in lower case, without attributes, properly nested. It says nothing of any other, which goes
/// through the real parser; where it answers, the answer is the parser's. It is there for speed: nearly every description of a feed passes here.
/// </summary>
internal static class CleanHtml
{
    private const int MaxDepth = 16;
    private const int MaxEntityLength = 10;

    private static readonly SearchValues<char> Special =
        SearchValues.Create("<>&\r\u007F" + string.Concat(Enumerable.Range(0, 32).Select(c => (char)c).Where(c => c is not ('\t' or '\n'))));

    // The decoder skips other characters within an entity; the parser does not.
    private static readonly SearchValues<char> EntityCharacters =
        SearchValues.Create("#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    internal static RichText? Read(string source)
    {
        if (PlainText.TurnsDirection(source))
        {
            return null;
        }

        var text = PlainTextBuilder.Rent();
        var scanner = new Scanner(source, text, stackalloc int[MaxDepth]);
        return scanner.Run() ? new RichText(scanner.Html(), text.ToString()) : null;
    }

    private ref struct Scanner(string source, PlainTextBuilder text, Span<int> open)
    {
        // The names, each with what it is; "open" holds places in this list.
        private static readonly (string Name, HtmlTag Kind)[] Tags =
        [
            ("p", HtmlTag.Block), ("li", HtmlTag.Item), ("ul", HtmlTag.List), ("strong", HtmlTag.Inline), ("br", HtmlTag.Break), ("em", HtmlTag.Inline),
            ("b", HtmlTag.Inline), ("i", HtmlTag.Inline), ("u", HtmlTag.Inline), ("ol", HtmlTag.List), ("div", HtmlTag.Block),
            ("h2", HtmlTag.Block), ("h3", HtmlTag.Block), ("h4", HtmlTag.Block),
        ];

        private readonly Span<int> _open = open;
        private int _depth;
        private int _at;
        private int _copied;
        private StringBuilder? _html;

        internal bool Run()
        {
            while (_at < source.Length)
            {
                var rest = source.AsSpan(_at);
                var next = rest.IndexOfAny(Special);
                if (!TakeText(next < 0 ? rest : rest[..next]))
                {
                    return false;
                }

                if (next < 0)
                {
                    break;
                }

                _at += next;
                if (!TakeSpecial())
                {
                    return false;
                }
            }

            return _depth == 0;
        }

        internal readonly string Html() => (_html is null ? source : _html.Append(source, _copied, source.Length - _copied).ToString()).Trim();

        private readonly bool TakeText(ReadOnlySpan<char> run)
        {
            if (Top(HtmlTag.List))
            {
                return run.Trim().IsEmpty;
            }

            text.Append(run);
            return true;
        }

        private bool TakeSpecial() => source[_at] switch
        {
            '<' => TakeTag(),
            '&' => TakeEntity(),
            _ => false,
        };

        private bool TakeTag()
        {
            var rest = source.AsSpan(_at + 1);
            var end = rest[..Math.Min(rest.Length, 10)].IndexOf('>');
            if (end < 1)
            {
                return false;
            }

            var closing = rest[0] == '/';
            var name = closing ? rest[1..end] : rest[..end];
            if (name is "br/" or "br /")
            {
                name = "br";
                Replace(end + 2, "<br>");
            }

            var tag = Find(name);
            if (tag < 0 || !(closing ? Close(tag) : Open(tag)))
            {
                return false;
            }

            _at += end + 2;
            return true;
        }

        private static int Find(ReadOnlySpan<char> name)
        {
            for (var i = 0; i < Tags.Length; i++)
            {
                if (name.SequenceEqual(Tags[i].Name))
                {
                    return i;
                }
            }

            return -1;
        }

        private bool Open(int tag)
        {
            var kind = Tags[tag].Kind;
            var allowed = kind switch
            {
                HtmlTag.Item => Top(HtmlTag.List),
                HtmlTag.Block or HtmlTag.List => _depth == 0 || Top(HtmlTag.Item) || Tags[_open[_depth - 1]].Name == "div",
                HtmlTag.Inline => !Top(HtmlTag.List) && !_open[.._depth].Contains(tag),
                _ => !Top(HtmlTag.List),
            };
            if (!allowed || _depth == MaxDepth)
            {
                return false;
            }

            if (kind == HtmlTag.Item)
            {
                text.Item();
            }
            else if (kind != HtmlTag.Inline)
            {
                text.Block();
            }

            if (kind != HtmlTag.Break)
            {
                _open[_depth++] = tag;
            }

            return true;
        }

        private bool Close(int tag)
        {
            if (_depth == 0 || _open[_depth - 1] != tag)
            {
                return false;
            }

            _depth--;
            switch (Tags[tag].Kind)
            {
                case HtmlTag.Item: text.EndItem(); break;
                case HtmlTag.Block or HtmlTag.List: text.Block(); break;
            }

            return true;
        }

        private bool TakeEntity()
        {
            var rest = source.AsSpan(_at);
            var end = rest[..Math.Min(rest.Length, MaxEntityLength)].IndexOf(';');
            if (end < 0 || Top(HtmlTag.List) || rest[1..end].ContainsAnyExcept(EntityCharacters))
            {
                return false;
            }

            var decoded = WebUtility.HtmlDecode(rest[..(end + 1)].ToString());

            // The controls that HTML reads as Windows characters, and what is more than one character, are the parser's affair.
            if (decoded.Length != 1 || decoded[0] is < ' ' or (>= '\u007F' and < '\u00A0') or >= '\uD800'
                || PlainText.TurnsDirection(decoded[0]))
            {
                return false;
            }

            text.Append(decoded);
            Replace(end + 1, decoded switch { "<" => "&lt;", ">" => "&gt;", "&" => "&amp;", _ => decoded });
            _at += end + 1;
            return true;
        }

        private readonly bool Top(HtmlTag kind) => _depth > 0 && Tags[_open[_depth - 1]].Kind == kind;

        private void Replace(int length, string with)
        {
            _html ??= new StringBuilder(source.Length);
            _html.Append(source, _copied, _at - _copied).Append(with);
            _copied = _at + length;
        }
    }
}
