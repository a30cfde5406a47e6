using FsCheck;
using FsCheck.Fluent;

namespace Engagement.Missions.Tests;

public sealed class RichTextTests
{
    [Theory]
    [InlineData("<p>Bon<script>alert(1)</script>jour</p>", "<p>Bonjour</p>")]
    [InlineData("<p onclick=\"x()\">Bonjour</p>", "<p>Bonjour</p>")]
    [InlineData("<p style='position:fixed'>Bonjour</p><style>p{}</style>", "<p>Bonjour</p>")]
    [InlineData("<a href=\"javascript:alert(1)\">Ici</a>", "Ici")]
    [InlineData("<a href=\"  java\tscript:alert(1)\">Ici</a>", "Ici")]
    [InlineData("<a href=\"&#106;avascript:alert(1)\">Ici</a>", "Ici")]
    [InlineData("<a href=\"data:text/html,x\">Ici</a>", "Ici")]
    [InlineData("<a href=\"/relatif\">Ici</a>", "Ici")]
    [InlineData("<a href=\"https://a.example/?b=1&c=%22\" onmouseover=x target=_top>Ici</a>", "<a href=\"https://a.example/?b=1&amp;c=%22\" rel=\"nofollow noopener noreferrer\">Ici</a>")]
    [InlineData("<img src=x onerror=alert(1)>Texte", "Texte")]
    [InlineData("<svg><p>x</p><script>alert(1)</script></svg>Texte", "<p>x</p>Texte")]
    [InlineData("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>Texte", "Texte")]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">Texte", "")]
    [InlineData("<iframe src='//x'></iframe><object></object><embed>Texte", "Texte")]
    [InlineData("<!-- <script>x</script> -->Texte<!--> <b>gras</b>", "Texte <b>gras</b>")]
    [InlineData("<form action=/x><input name=a><button>Envoyer</button>Texte</form>", "<div>Texte</div>")]
    [InlineData("<p>Un<p>Deux", "<p>Un</p><p>Deux</p>")]
    [InlineData("<b><i>croisé</b> ici</i>", "<b><i>croisé</i></b><i> ici</i>")]
    [InlineData("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")]
    [InlineData("<P>Majuscules<BR>ici</P>", "<p>Majuscules<br>ici</p>")]
    [InlineData("<p>Été &amp; hiver&nbsp;: 3 &lt; 4</p>", "<p>Été &amp; hiver\u00A0: 3 &lt; 4</p>")]
    [InlineData("<table><tr><td>Un</td><td>Deux</td></tr></table>", "<div><div><div> Un Deux</div></div></div>")]
    [InlineData("<span class=a>Un</span> <font>deux</font>", "Un deux")]
    [InlineData("<template><script>x</script></template>Texte", "Texte")]
    [InlineData("<title><img src=x onerror=alert(1)></title>Texte", "Texte")]
    [InlineData("<p>Bon\u0000jour\u0008</p>", "<p>Bonjour</p>")]
    public void Only_the_allowed_markup_survives(string html, string expected)
    {
        var safe = RichText.Read(html)!.Value;
        Assert.Equal(expected, safe.Html.Replace("\uFFFD", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<p>Un</p><p>Deux</p>", "Un\nDeux")]
    [InlineData("Un<br>Deux<br/><br />Trois", "Un\nDeux\nTrois")]
    [InlineData("<ul><li>Un</li><li><p>Deux</p></li><li></li></ul>Fin", "• Un\n• Deux\nFin")]
    [InlineData("<ul><li>Un<ul><li>Dedans</li></ul></li><li>Deux</li></ul>", "• Un\n• Dedans\n• Deux")]
    [InlineData("<p>  Un \n  deux <b> trois</b></p>", "Un deux trois")]
    [InlineData("<p>Un</p>\n\n<p> </p>\n<p>Deux</p>", "Un\nDeux")]
    [InlineData("<table><tr><td>Un</td><td>Deux</td></tr><tr><td>Trois</td></tr></table>", "Un Deux\nTrois")]
    [InlineData("Un < deux & trois", "Un < deux & trois")]
    [InlineData("Premier\r\n\r\n  Second   mot \n", "Premier\nSecond mot")]
    [InlineData("<h2>Titre</h2>Texte", "Titre\nTexte")]
    [InlineData("<p>L&#8217;&eacute;t&eacute;</p>", "L’été")]
    public void Plain_text_has_a_line_for_each_block_and_bullets_for_items(string html, string expected) =>
        Assert.Equal(expected, RichText.Read(html)!.Value.Text);

    [Fact]
    public void Text_becomes_paragraphs_and_its_signs_are_escaped() =>
        Assert.Equal("<p>Un &amp; deux<br>3 &lt; 4</p><p>Fin</p>", RichText.Read("Un & deux\n3 < 4\n\nFin")!.Value.Html);

    [Theory]
    [InlineData("<p>Bonjour</p>\n<ul>\n<li>Un <strong>gras</strong></li>\n</ul>")]
    [InlineData("Texte <em>nu</em><br>suite &eacute;&nbsp;&amp;")]
    [InlineData("<div><p>Un</p><p>Deux</p></div>")]
    public void Clean_markup_takes_the_short_way(string html) => Assert.NotNull(CleanHtml.Read(html));

    [Theory]
    [InlineData("<p>Un<p>Deux")]
    [InlineData("<p><div>Un</div></p>")]
    [InlineData("<p class=a>Un</p>")]
    [InlineData("<b><i>Un</b></i>")]
    [InlineData("<li>Un</li>")]
    [InlineData("<ul>Un</ul>")]
    [InlineData("<p>Un > deux</p>")]
    [InlineData("<p>Un & deux</p>")]
    [InlineData("<p>&#128;</p>")]
    [InlineData("<script>x</script>")]
    [InlineData("<p>Un</p")]
    [InlineData("<P>Un</P>")]
    public void Anything_else_takes_the_parser(string html) => Assert.Null(CleanHtml.Read(html));

    [Fact]
    public void Nesting_without_end_costs_neither_the_stack_nor_the_result()
    {
        var safe = RichText.Read(string.Concat(Enumerable.Repeat("<b><div>", 1400)) + "Texte")!.Value;
        Assert.Equal("Texte", safe.Text);
        Assert.True(safe.Html.Length < 1000);
        Assert.Null(RichText.Read(string.Concat(Enumerable.Repeat("<b>", 20_000))));
    }

    /// <summary>Both ways give the same answer wherever the short one gives any, and what comes out is safe and stable.</summary>
    [Fact]
    public void Short_way_and_parser_agree_on_any_mixture_of_markup()
    {
        string[] pieces =
        [
            "<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>", "<ol>", "</ol>", "<strong>", "</strong>", "<em>", "</em>", "<b>", "</b>", "<i>", "</i>", "<u>", "</u>",
            "<div>", "</div>", "<h2>", "</h2>", "<h3>", "</h3>", "<br>", "<br/>", "<br />", " ", "\n", "mot", "été", "&amp;", "&lt;", "&eacute;", "&nbsp;", "&#39;", "&#233;",
            "&", ">", "<", "&bidon;", "<script>", "</script>", "<a href='javascript:x'>", "</a>", "<p onclick=x>", "<!--", "-->", "<svg>", "</svg>", "\t", "&#32;", "&#0;",
        ];

        // Well-nested markup, which the short way takes, and any order at all, which it must know to leave.
        var wild = Gen.ArrayOf(Gen.Elements(pieces)).Select(string.Concat);
        var tidy = Gen.ArrayOf(Gen.Elements(
            "<p>Un <strong>deux</strong></p>", "<ul><li>Un</li> <li>Deux <em>trois</em></li></ul>", "texte &eacute;&lt; ", "<br/>", "\n", "<div><p>a</p><p> b </p></div>", "<h2>T&nbsp;t</h2>",
            "<ol>\n<li><p>x</p><ul><li>y</li></ul></li>\n</ol>", "<b><i><u>z</u></i></b>", "<p></p>")).Select(string.Concat);
        var taken = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(30),
            Prop.ForAll(Arb.From(Gen.OneOf(wild, tidy)), source =>
            {
                // The reader trims what it hands over.
                var html = source.Trim();
                var sanitised = RichText.Sanitise(html);
                AssertSafe(sanitised.Html);
                if (CleanHtml.Read(html) is { } clean)
                {
                    taken++;
                    Assert.Equal(sanitised.Html, clean.Html);
                    Assert.Equal(sanitised.Text, clean.Text);
                }
            }));
        Assert.True(taken > 500, $"The short way took only {taken} of 3000.");
    }

    /// <summary>Only the allowed tags, exactly as we write them: everything between angle brackets is one of them.</summary>
    private static void AssertSafe(string html)
    {
        string[] allowed =
            ["p", "div", "ul", "ol", "li", "strong", "em", "b", "i", "u", "s", "sub", "sup", "br", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "a"];
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0; at = html.IndexOf('<', at + 1))
        {
            var end = html.IndexOf('>', at);
            Assert.True(end > 0, html);
            var tag = html[(at + 1)..end].TrimStart('/');
            Assert.True(allowed.Contains(tag) || tag.StartsWith("a href=\"http", StringComparison.Ordinal), html);
        }
    }
}
