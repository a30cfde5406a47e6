namespace Engagement.SeededFaults;

/// <summary>A small fault that is put into the code on purpose, to see whether the tests catch it.</summary>
/// <param name="Area">The name of its list: <c>catalog</c>, <c>importer</c> …</param>
/// <param name="Sentence">What goes wrong.</param>
/// <param name="File">The source file, from the root of the repository.</param>
/// <param name="Tests">The test project that must catch it.</param>
/// <param name="First">The classes of that project that are run first, because one of them should catch it.</param>
/// <param name="Before">The code that goes. It stands once in the file; white space at the ends of lines does not count.</param>
/// <param name="After">The code that comes.</param>
internal sealed record SeededFault(
    string Area, string Sentence, string File, string Tests, IReadOnlyList<string> First, string Before, string After)
{
    /// <summary>Reads the lists of a repository, in the order of their names.</summary>
    internal static IReadOnlyList<SeededFault> ReadLists(string root) =>
    [
        .. Directory.GetFiles(Path.Combine(root, "tools/SeededFaults/faults"), "*.txt").Order(StringComparer.Ordinal).SelectMany(ReadList),
    ];

    /// <summary>The text of the file with the fault in it; null when the code that goes does not stand there exactly once.</summary>
    internal string? Apply(string source)
    {
        var at = source.IndexOf(Before, StringComparison.Ordinal);
        return at < 0 || source.IndexOf(Before, at + 1, StringComparison.Ordinal) >= 0
            ? null
            : string.Concat(source.AsSpan(0, at), After, source.AsSpan(at + Before.Length));
    }

    /// <summary>Those of <see cref="First"/> that the test project does not have: a class is in the file of its name.</summary>
    internal IEnumerable<string> MissingClasses(string root) =>
        First.Where(name => !Directory.EnumerateFiles(Path.Combine(root, "tests", Tests), $"{name}.cs", SearchOption.AllDirectories).Any());

    // A list is blocks with an empty line between them, and comments with #.
    private static IEnumerable<SeededFault> ReadList(string path)
    {
        var area = Path.GetFileNameWithoutExtension(path);
        var blocks = System.IO.File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        return blocks.Select(block => block.Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToList())
            .Where(lines => lines.Count > 0)
            .Select(lines => new SeededFault(
                area, Value(lines, "fault: "), Value(lines, "file: "), Value(lines, "tests: "), Value(lines, "first: ").Split(','),
                Code(lines, "- "), Code(lines, "+ ")));
    }

    private static string Value(List<string> lines, string prefix) =>
        lines.Find(line => line.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..]
        ?? throw new InvalidDataException($"A block has no line '{prefix.Trim()}': {string.Join(" / ", lines)}");

    // A piece of one line may stand anywhere in it; of several lines the indentation is kept.
    private static string Code(List<string> lines, string prefix)
    {
        var code = lines.Where(line => line.StartsWith(prefix, StringComparison.Ordinal)).Select(line => line[prefix.Length..].TrimEnd()).ToList();
        return code.Count == 1 ? code[0].Trim() : string.Join('\n', code).TrimStart();
    }
}
