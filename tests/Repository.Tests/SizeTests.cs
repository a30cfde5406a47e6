using System.Text.RegularExpressions;

namespace Engagement.Repository.Tests;

public sealed partial class SizeTests
{
    private const int MaxFileLines = 400;
    private const int MaxMethodLines = 60;
    private const int MaxConstructorParameters = 5;
    private const int MaxNesting = 3;

    /// <summary>What may be larger, and why. A file by its path, a method or constructor by type and name.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
    };

    private static IEnumerable<string> Sources => Tree.Files.Where(f =>
        f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".sh", StringComparison.Ordinal) || f == "dev");

    [Fact]
    public void A_file_has_at_most_400_lines()
    {
        var tooLong = Sources.Select(f => (File: f, Tree.Lines(f).Length)).Where(f => f.Length > MaxFileLines && !Exceptions.ContainsKey(f.File));
        Report.None(tooLong.Select(f => $"{f.File}: {f.Length} lines"), "Split what a newcomer would look for in two places.");
    }

    [Fact]
    public void A_method_has_at_most_60_lines()
    {
        var tooLong = Code.Methods.Where(m => m.Lines > MaxMethodLines && !Exceptions.ContainsKey(m.Name));
        Report.None(tooLong.Select(m => $"{m.Name} ({m.File}): {m.Lines} lines"), "Name the steps and make each a method.");
    }

    [Fact]
    public void A_constructor_takes_at_most_5_parameters()
    {
        var tooMany = Code.Constructors.Where(c => c.Parameters > MaxConstructorParameters && !Exceptions.ContainsKey(c.Type));
        Report.None(tooMany.Select(c => $"{c.Type}: {c.Parameters} parameters"), "The class does too much, or takes parts of one thing.");
    }

    [Fact]
    public void Statements_nest_at_most_3_deep()
    {
        var tooDeep = Sources.Where(f => f.EndsWith(".cs", StringComparison.Ordinal) && !Exceptions.ContainsKey(f))
            .SelectMany(f => Nesting.Deeper(Tree.Lines(f), MaxNesting).Select(line => $"{f}:{line}"));
        Report.None(tooDeep, "Return early, or make the inner part a method.");
    }

    [Fact]
    public void Every_exception_is_still_needed_and_has_a_reason()
    {
        var needed = Sources.Where(f => Tree.Lines(f).Length > MaxFileLines)
            .Concat(Sources.Where(f => Nesting.Deeper(Tree.Lines(f), MaxNesting).Any()))
            .Concat(Code.Methods.Where(m => m.Lines > MaxMethodLines).Select(m => m.Name))
            .Concat(Code.Constructors.Where(c => c.Parameters > MaxConstructorParameters).Select(c => c.Type))
            .ToHashSet(StringComparer.Ordinal);
        Report.None(Exceptions.Where(e => !needed.Contains(e.Key) || e.Value.Length < 20).Select(e => e.Key), "Take it out of the list, or give its reason.");
    }

    [Theory]
    [InlineData("    if (a)\n    {\n        foreach (var b in c)\n        {\n            while (d)\n            {\n                e();\n            }\n        }\n    }", 0)]
    [InlineData("    if (a)\n    {\n        foreach (var b in c)\n        {\n            while (d)\n            {\n                try\n                {\n                }\n            }\n        }\n    }", 1)]
    [InlineData("    if (a)\n    {\n    }\n    else if (b)\n    {\n    }\n    if (c)\n    {\n        if (d)\n        {\n            if (e)\n            {\n            }\n        }\n    }", 0)]
    public void Nesting_is_counted_by_the_statements_around(string code, int expected) =>
        Assert.Equal(expected, Nesting.Deeper(code.Split('\n'), MaxNesting).Count());

    /// <summary>Counts by indentation, which the format check holds true.</summary>
    private static partial class Nesting
    {
        internal static IEnumerable<int> Deeper(string[] lines, int max)
        {
            var open = new Stack<int>();
            for (var number = 1; number <= lines.Length; number++)
            {
                var line = lines[number - 1];
                var indent = line.Length - line.TrimStart().Length;
                if (indent == line.Length || line[indent] is '{' or '#')
                {
                    continue;
                }

                while (open.TryPeek(out var outer) && outer >= indent)
                {
                    open.Pop();
                }

                if (Statement().IsMatch(line))
                {
                    open.Push(indent);
                }

                if (open.Count > max && open.Peek() == indent)
                {
                    yield return number;
                }
            }
        }

        [GeneratedRegex(@"^\s*(else\b|catch\b|finally\b|try$|do$|(else if|if|for|foreach|await foreach|while|switch|lock|using|await using|fixed) \()", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
        private static partial Regex Statement();
    }
}
