using System.Collections.Frozen;

namespace Engagement.Missions;

/// <summary>What a tag means for the sanitised HTML and for the plain text.</summary>
internal enum HtmlTag
{
    /// <summary>Not allowed: its content stays, without it.</summary>
    Unwrapped,

    /// <summary>Not allowed, and what it holds is not text for people.</summary>
    Removed,

    /// <summary>Within a line.</summary>
    Inline,

    /// <summary>A link.</summary>
    Link,

    /// <summary>A block of text.</summary>
    Block,

    /// <summary>A block of another name, kept as a <c>div</c>.</summary>
    OtherBlock,

    /// <summary>A list.</summary>
    List,

    /// <summary>A list item.</summary>
    Item,

    /// <summary>A line break.</summary>
    Break,

    /// <summary>A cell of a table: its content stays, apart from the next one's.</summary>
    Cell,
}

/// <summary>The allow-list of tags. What it does not name is unwrapped.</summary>
internal static class HtmlTags
{
    private static readonly FrozenDictionary<string, HtmlTag> Kinds = new (HtmlTag Kind, string Names)[]
    {
        (HtmlTag.Inline, "strong b em i u s sub sup"),
        (HtmlTag.Link, "a"),
        (HtmlTag.Block, "p div h1 h2 h3 h4 h5 h6 blockquote"),
        (HtmlTag.OtherBlock, "section article header footer main aside nav figure figcaption address dl dt dd pre table thead tbody tfoot tr caption form fieldset center details summary hr"),
        (HtmlTag.List, "ul ol"),
        (HtmlTag.Item, "li"),
        (HtmlTag.Break, "br"),
        (HtmlTag.Cell, "td th"),
        (HtmlTag.Removed, "script style svg math iframe frame frameset object embed applet template noscript noembed noframes xmp plaintext head title meta link base textarea select option optgroup datalist button input audio video canvas map portal dialog"),
    }.SelectMany(row => row.Names.Split(' ').Select(name => (name, row.Kind))).ToFrozenDictionary(r => r.name, r => r.Kind);

    private static readonly FrozenDictionary<string, HtmlTag>.AlternateLookup<ReadOnlySpan<char>> KindsBySpan = Kinds.GetAlternateLookup<ReadOnlySpan<char>>();

    internal static HtmlTag Kind(string name) => Kinds.GetValueOrDefault(name);

    internal static HtmlTag Kind(ReadOnlySpan<char> name) => KindsBySpan.TryGetValue(name, out var kind) ? kind : HtmlTag.Unwrapped;
}
