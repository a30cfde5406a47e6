using System.Diagnostics;
using System.Text;
using Engagement.GraphQL.Tests.Sample;
using Xunit.Abstractions;

namespace Engagement.GraphQL.Tests.Execution;

/// <summary>
/// A document of twice the length takes about twice the work, whatever it is made of: parsing, checking, planning and answering, and
/// refusing what is
/// refused. Documents are mixed at random from patterns that are known to make servers slow.
/// </summary>
[Collection("alone")]
public sealed class GrowthTests(ITestOutputHelper output) : IDisposable
{
    private const int Documents = 520;

    // Linear is 2, quadratic 4. What the first measure finds beyond is measured again: a busy machine makes single measures long, not all.
    private const double MostGrowth = 3;
    private const int MostTries = 12;

    private readonly TestServer _server = new(options =>
    {
        options.MaxCharacters = 200_000;
        options.MaxTokens = 40_000;
        options.MaxAliases = 20_000;
        options.MaxDirectives = 20_000;
        options.MaxCost = 1e12;
        options.MaxDepth = 1_000;
    });

    // Each gets a length and says what it puts at the root, behind the operation, and among the variables' definitions and values.
    private static readonly (string Name, Func<int, Part> Make)[] Patterns =
    [
        ("aliases", n => new(Times(n, i => $"a{i}:__typename "))),
        ("repeated field", n => new(Times(n, _ => "__typename "))),
        ("aliases of objects", n => new(Times(n / 2, i => $"o{i}:nested{{kind text}} "))),
        ("repeated objects", n => new(Times(n / 2, i => $"nested{{k{i}:kind}} "))),
        ("repeated nested objects", n => new(Times(n / 4, i => $"nested{{deep{{deep{{k{i}:kind}}}}}} "))),
        ("conflicting aliases", n => new("nested{" + Times(n, i => i % 2 == 0 ? "x:kind " : "x:text ") + "}")),
        ("conflicting objects", n => new(Times(n / 2, i => $"y:nested{{x:{(i % 2 == 0 ? "kind" : "text")}}} "))),
        ("fragments", n => new("nested{" + Times(n / 4, i => $"...P{i} ") + "}", Times(n / 4, i => $" fragment P{i} on Inner{{p{i}:kind}}"))),
        ("chain of fragments", n => new("nested{...C0}", Times(n / 4, i => $" fragment C{i} on Inner{{kind ...C{i + 1}}}") + $" fragment C{n / 4} on Inner{{text}}")),
        ("fragments spread twice", n => new("nested{...T0}", Times(n / 4, i => $" fragment T{i} on Inner{{...T{i + 1} ...T{i + 1}}}") + $" fragment T{n / 4} on Inner{{text}}")),
        ("circle of fragments", n => new("nested{...R0}", Times(n / 4, i => $" fragment R{i} on Inner{{...R{(i + 1) % (n / 4)}}}"))),
        ("unused fragments", n => new("", Times(n / 4, i => $" fragment U{i} on Inner{{kind}}"))),
        ("fragments of one name", n => new("", Times(n / 4, _ => " fragment Same on Inner{kind}"))),
        ("inline fragments", n => new("nested{" + Times(n / 2, i => $"...on Inner{{i{i}:kind}} ") + "}")),
        ("unknown fields", n => new(Times(n, i => $"unknown{i} "))),
        ("unknown arguments", n => new("nested(" + Times(n, i => $"u{i}:1 ") + "){kind}")),
        ("arguments of one name", n => new("echo(" + Times(n, _ => "filter:{language:\"x\"} ") + ")")),
        ("unknown directives", n => new("d:__typename" + Times(n, i => $"@d{i}"))),
        ("repeated directives", n => new("e:__typename" + Times(n / 4, _ => "@include(if:true)"))),
        ("conditions", n => new(Times(n / 3, i => $"s{i}:__typename @skip(if:false) "))),
        ("variables", n => new(Times(n / 4, i => $"v{i}:books(first:$v{i}){{id}} "), "", Times(n / 4, i => $"$v{i}:Int "))),
        ("unused variables", n => new("", "", Times(n, i => $"$u{i}:Int "))),
        ("undefined variables", n => new(Times(n / 2, i => $"w{i}:books(first:$w{i}){{id}} "))),
        ("variables of one name", n => new("", "", Times(n, _ => "$same:Int "))),
        ("list", n => new("colours(colours:[" + Times(n, _ => "RED ") + "])")),
        ("list of wrong values", n => new("colours(colours:[" + Times(n, _ => "1 ") + "])")),
        ("object of unknown fields", n => new("echo(filter:{language:\"x\" " + Times(n, i => $"x{i}:1 ") + "})")),
        ("object of one field", n => new("echo(filter:{" + Times(n, _ => "language:\"x\" ") + "})")),
        ("nested objects", n => new("echo(filter:" + Times(Math.Min(n, 60), _ => "{pages:") + "1" + new string('}', Math.Min(n, 60)) + ")")),
        ("text", n => new($"echo(filter:{{language:\"{new string('x', 8 * n)}\"}})")),
        ("escapes", n => new($"echo(filter:{{language:\"{Times(n, _ => "\\u00e9")}\"}})")),
        ("block text", n => new("echo(filter:{language:\"\"\"" + Times(n, i => $"\n{new string(' ', i % 9)}x") + "\"\"\"})")),
        ("comments", n => new(Times(n, _ => "#\n"))),
        ("blanks", n => new(new string(',', 4 * n) + new string(' ', 4 * n))),
        ("list variable", n => new("l:colours(colours:$list)", "", "$list:[CoverColour!] ", $"\"list\":[{string.Join(',', Enumerable.Repeat("\"RED\"", n))}]")),
        ("wrong list variable", n => new("m:colours(colours:$wrong)", "", "$wrong:[CoverColour!] ", $"\"wrong\":[{string.Join(',', Enumerable.Repeat("1", n))}]")),
        ("unknown members", n => new("z:echo(filter:$f)", "", "$f:BookFilter! ", $"\"f\":{{\"language\":\"x\",{string.Join(',', Enumerable.Range(0, n).Select(i => $"\"y{i}\":1"))}}}")),
        ("a variable used often", n => new(Times(n / 4, i => $"g{i}:colours(colours:$often) "), "", "$often:[CoverColour!] ", "\"often\":[\"RED\"]")),
        ("operations", n => new("", Times(n / 4, i => $" query Q{i}{{__typename}}"))),
        ("unknown types", n => new(Times(n / 2, i => $"...on Unknown{i}{{kind}} "))),
        ("introspection", n => new(Times(n / 8, i => $"t{i}:__type(name:\"Book\"){{name fields{{name}}}} "))),
    ];

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Work_grows_with_the_length_of_a_document_and_no_faster()
    {
        var random = new Random(20_261_126);
        var (worst, faults) = (new PriorityQueue<string, double>(), new List<string>());
        for (var i = 0; i < Documents; i++)
        {
            var patterns = Enumerable.Range(0, i < Patterns.Length ? 1 : 1 + (i % 3)).Select(p => i < Patterns.Length ? Patterns[i] : Patterns[random.Next(Patterns.Length)]).Distinct().ToArray();
            var (name, size) = (string.Join(" + ", patterns.Select(p => p.Name)), 80 + random.Next(80));
            var growth = await Growth(patterns, size);
            worst.Enqueue($"{growth:F2} {name} ({size})", -growth);
            if (growth > MostGrowth)
            {
                faults.Add($"{name}, {size} and {2 * size} of each: {growth:F2} times the work");
            }
        }

        output.WriteLine($"{Documents} documents; the five that grow most:");
        for (var i = 0; i < 5; i++)
        {
            output.WriteLine(worst.Dequeue());
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>
    /// Each is within the limits of any caller, and would be compared or planned for ever, or until the stack ends and the process with it.
    /// </summary>
    [Theory]
    [InlineData("circles of different lengths")]
    [InlineData("many circles of different lengths")]
    [InlineData("chains that conflict")]
    [InlineData("spread twice at an abstract type")]
    [InlineData("sets that paths of names select")]
    public async Task Fragments_that_multiply_each_other_are_answered_all_the_same(string name)
    {
        using var server = new TestServer();
        var document = Entangled[name];
        var clock = Stopwatch.StartNew();

        var answer = await Task.Run(() => server.Run(document)).WaitAsync(TimeSpan.FromMinutes(1));

        output.WriteLine($"{name}: {document.Length} characters, {clock.ElapsedMilliseconds} ms: {(answer.Length > 200 ? answer[..200] : answer)}");
        Assert.DoesNotContain("TOO_MANY_TOKENS", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("DOCUMENT_TOO_LARGE", answer, StringComparison.Ordinal);
    }

    private static readonly Dictionary<string, string> Entangled = new()
    {
        ["circles of different lengths"] = "{nested{...A0 ...B0 ...C0}}" + Circle("A", 31) + Circle("B", 37) + Circle("C", 41),
        ["many circles of different lengths"] = "{nested{" + Times(9, i => $"...P{i}x0 ") + "}}" + string.Concat(new[] { 2, 3, 5, 7, 11, 13, 17, 19, 23 }.Select((p, i) => Circle($"P{i}x", p))),
        ["chains that conflict"] = "{nested{...A0 ...B0}}" + Chain("A", 80, "x:kind") + Chain("B", 80, "x:text"),
        ["spread twice at an abstract type"] = "{node(id:\"1\"){...T0}}" + Times(60, i => $" fragment T{i} on Node{{...T{i + 1} ...T{i + 1}}}") + " fragment T60 on Node{id}",
        ["sets that paths of names select"] = "{nested{...S0}} fragment S0 on Inner{a:deep{...S0 ...S1} b:deep{...S0}}"
            + Times(60, i => $" fragment S{i + 1} on Inner{{a:deep{{...S{i + 2}}} b:deep{{...S{i + 2}}}}}") + " fragment S61 on Inner{text}",
    };

    private static string Circle(string name, int length) => Times(length, i => $" fragment {name}{i} on Inner{{deep{{...{name}{(i + 1) % length}}}}}");

    private static string Chain(string name, int length, string last) =>
        Times(length, i => $" fragment {name}{i} on Inner{{k{i}:kind ...{name}{i + 1}}}") + $" fragment {name}{length} on Inner{{{last}}}";

    /// <summary>
    /// How many times the work of a document one of twice its length takes: the larger of bytes and, where it can be told, time.
    /// </summary>
    private async Task<double> Growth((string Name, Func<int, Part> Make)[] patterns, int size)
    {
        var (small, large) = (Document.Of(patterns, size), Document.Of(patterns, 2 * size));
        await Measure(large);
        var least = double.MaxValue;
        for (var attempt = 0; attempt < MostTries && least > MostGrowth; attempt++)
        {
            var (one, two) = (await Measure(small), await Measure(large));
            least = Math.Min(least, Math.Max(Ratio(two.Bytes, one.Bytes, 50_000), Ratio(two.Ticks, one.Ticks, TimeSpan.TicksPerMillisecond)));
        }

        return least;
    }

    // A fixed part that every request has, and noise, count little.
    private static double Ratio(long two, long one, long fixedPart) => (double)(two + fixedPart) / (one + fixedPart);

    private async Task<(long Bytes, long Ticks)> Measure(Document document)
    {
        var (bytes, ticks) = (long.MaxValue, long.MaxValue);
        for (var i = 0; i < 2; i++)
        {
            // A comment of its own: a document that is known is not read again.
            var query = $"{document.Query} #{Guid.NewGuid()}";
            var (before, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            await _server.Run(query, document.Variables, operationName: "Main");
            ticks = Math.Min(ticks, Stopwatch.GetElapsedTime(start).Ticks);
            bytes = Math.Min(bytes, Math.Max(0, GC.GetAllocatedBytesForCurrentThread() - before));
        }

        return (bytes, ticks);
    }

    private static string Times(int count, Func<int, string> part) => string.Concat(Enumerable.Range(0, count).Select(part));

    private sealed record Part(string Root, string Behind = "", string Definitions = "", string Values = "");

    private sealed record Document(string Query, string Variables)
    {
        internal static Document Of((string Name, Func<int, Part> Make)[] patterns, int size)
        {
            var query = new StringBuilder();
            var parts = patterns.Select(p => p.Make(size)).ToList();
            var definitions = string.Concat(parts.Select(p => p.Definitions));
            query.Append("query Main").Append(definitions.Length > 0 ? $"({definitions})" : "").Append("{__typename ").AppendJoin(' ', parts.Select(p => p.Root)).Append('}');
            query.AppendJoin(' ', parts.Select(p => p.Behind));
            return new Document(query.ToString(), $"{{{string.Join(',', parts.Select(p => p.Values).Where(v => v.Length > 0))}}}");
        }
    }
}
