using Engagement.GraphQL.Language;
using Engagement.GraphQL.Tests.Differential;

namespace Engagement.GraphQL.Tests.Language;

public sealed class PrinterTests
{
    [Fact]
    public void Every_document_of_the_corpus_survives_printing()
    {
        var printed = 0;
        foreach (var document in Corpus.Documents.Where(d => d.Section != "syntax" && !d.Section.Contains("ExecutableDefinitions", StringComparison.Ordinal)))
        {
            var once = Printer.Print(Parser.Parse(document.Text));
            Assert.Equal(once, Printer.Print(Parser.Parse(once)));
            printed++;
        }
        Assert.True(printed > 250, $"only {printed} documents were printed");
    }

    [Fact]
    public void The_form_is_one_field_a_line()
    {
        var text = Printer.Print(Parser.Parse("""
            "d" query Q($a:[Int!]=[1,2]@x){b:c(d:{e:"f\n",g:ENUM}h:null)@skip(if:true){...F ...on T{i}}}fragment F on T{j}
            """));
        const string Expected = """"
            """
            d
            """
            query Q($a: [Int!] = [1, 2] @x) {
              b: c(d: {e: "f\n", g: ENUM}, h: null) @skip(if: true) {
                ...F
                ... on T {
                  i
                }
              }
            }

            fragment F on T {
              j
            }

            """";
        Assert.Equal(Expected, text);
    }

    [Theory]
    [InlineData("{ a }", 3)]
    [InlineData("{ a(b: \"c\") # d\n }", 8)]
    [InlineData("\"x\" query { a }", 5)]
    public void Tokens_are_counted(string text, int tokens)
    {
        Assert.Equal(tokens, Parser.Parse(text).TokenCount);
        Assert.Throws<TooManyTokensException>(() => Parser.Parse(text, tokens - 1));
    }
}
