using System.Globalization;
using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Language;
using Engagement.GraphQL.Tests.Sample;

namespace Engagement.GraphQL.Tests.Execution;

/// <summary>What callers make the engine remember has a bound, however they vary their requests.</summary>
public sealed class DocumentMemoryTests : IDisposable
{
    private static readonly PreparedDocument Any = new([]);
    private readonly TestServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public void The_least_recently_used_leave_when_there_are_too_many()
    {
        var cache = new DocumentCache(3);
        foreach (var key in new[] { "a", "b", "c" })
        {
            cache.Add(key, Any, 1);
        }
        Assert.True(cache.TryGet("a", out _));
        cache.Add("d", Any, 1);

        Assert.Equal("acd", Kept(cache, "a", "b", "c", "d"));
    }

    [Fact]
    public void Long_documents_leave_before_there_are_many()
    {
        var cache = new DocumentCache(1_000, mostCharacters: 100);
        cache.Add("a", Any, 40);
        cache.Add("b", Any, 40);
        cache.Add("c", Any, 20);
        Assert.Equal("abc", Kept(cache, "a", "b", "c"));

        cache.Add("d", Any, 41);
        Assert.Equal("cd", Kept(cache, "a", "b", "c", "d"));

        // One that is longer than everything stays until the next one comes.
        cache.Add("e", Any, 500);
        Assert.Equal("e", Kept(cache, "c", "d", "e"));
        cache.Add("f", Any, 1);
        Assert.Equal("f", Kept(cache, "e", "f"));
    }

    [Fact]
    public void A_document_that_is_kept_already_counts_once()
    {
        var cache = new DocumentCache(10, mostCharacters: 100);
        for (var i = 0; i < 10; i++)
        {
            cache.Add("a", Any, 60);
        }
        cache.Add("b", Any, 40);

        Assert.Equal("ab", Kept(cache, "a", "b"));
    }

    [Fact]
    public async Task All_outcomes_of_conditions_are_answered_and_a_few_of_their_plans_kept()
    {
        const int Conditions = 6;
        var names = Enumerable.Range(0, Conditions).Select(i => $"v{i}").ToList();
        var text = $"query({string.Join(' ', names.Select(n => $"${n}: Boolean!"))}) {{ {string.Join(' ', names.Select(n => $"{n}: __typename @include(if: ${n})"))} }}";
        var document = new PreparedDocument(_server.Executor.Schema, Parser.Parse(text, int.MaxValue));
        var operation = document.Operation(null)!;
        for (var outcome = 0; outcome < 1 << Conditions; outcome++)
        {
            var chosen = names.Where((_, i) => (outcome >> i & 1) == 1).ToList();
            var expected = string.Join(',', chosen.Select(n => $"\"{n}\":\"Query\""));
            var variables = names.ToDictionary(n => n, chosen.Contains);
            Assert.StartsWith($"{{\"data\":{{{expected}}}", await _server.Run(text, variables), StringComparison.Ordinal);
            operation.Plan(VariableValues.Coerce(_server.Executor.Schema, operation.Operation, System.Text.Json.JsonSerializer.SerializeToElement(variables), []));
        }

        Assert.True(operation.KeptPlans == PreparedOperation.MaxKeptPlans, string.Create(CultureInfo.InvariantCulture, $"{operation.KeptPlans} plans are kept"));
    }

    private static string Kept(DocumentCache cache, params string[] keys) => string.Concat(keys.Where(key => cache.TryGet(key, out _)));
}
