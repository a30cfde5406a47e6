using System.IO.Compression;
using System.Text;
using Engagement.Search.Analysis;
using Xunit.Abstractions;

namespace Engagement.Search.Tests.Analysis;

public sealed class SampleFeedWordsTests(ITestOutputHelper output)
{
    // A second, independent notion of "without accents": the letters that French writes.
    private const string Accented = "àâäçéèêëîïôöùûüÿÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ";
    private const string Plain = "aaaceeeeiioouuuyAAACEEEEIIOOUUUY";

    [Fact]
    public void Every_word_of_the_sample_feeds_gives_the_same_term_without_its_accents()
    {
        var words = SampleWords();
        output.WriteLine($"{words.Count} words");
        foreach (var word in words)
        {
            Assert.Equal(FrenchAnalyzer.Terms(word), FrenchAnalyzer.Terms(Unaccented(word)));
            Assert.Equal(FrenchAnalyzer.Terms(word), FrenchAnalyzer.Terms(word.ToUpperInvariant()));
        }
    }

    private HashSet<string> SampleWords()
    {
        var words = new HashSet<string>(StringComparer.Ordinal) { "théâtre", "l’été", "œuvrer", "Noël", "île", "où", "ambiguë", "garçon" };
        foreach (var file in SampleFeeds())
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress), Encoding.UTF8);
            while (reader.ReadLine() is { } line) words.UnionWith(line.Split([' ', '<', '>', '[', ']', ',', '.', ';', '(', ')', '/', '"'], StringSplitOptions.RemoveEmptyEntries));
        }

        return words;
    }

    private IEnumerable<string> SampleFeeds()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Engagement.sln"))) folder = folder.Parent;
        for (var above = folder?.Parent; above is not null; above = above.Parent)
        {
            var feeds = Path.Combine(above.FullName, "shared", "feeds");
            if (Directory.Exists(feeds)) return Directory.EnumerateFiles(feeds, "*.xml.gz");
        }

        output.WriteLine("No sample feeds beside the repository (../shared/feeds): only a few words are tried.");
        return [];
    }

    private static string Unaccented(string word)
    {
        var plain = word.Replace("œ", "oe", StringComparison.Ordinal).Replace("Œ", "Oe", StringComparison.Ordinal).Replace("æ", "ae", StringComparison.Ordinal);
        return string.Concat(plain.Select(c => Accented.Contains(c, StringComparison.Ordinal) ? Plain[Accented.IndexOf(c, StringComparison.Ordinal)] : c));
    }
}
