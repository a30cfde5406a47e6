using System.Text.Json.Nodes;
using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Tests.Sample;
using Engagement.GraphQL.Types;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.GraphQL.Tests.Execution;

/// <summary>What an operation costs, and that the schema says so.</summary>
public sealed class CostTests : IDisposable
{
    private readonly TestServer _server = new(declare: builder => builder.AddTypeExtension(typeof(DearQueries)));

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("{ dear }", 5)]
    [InlineData("{ dear(deep: 1) }", 7.5)]
    [InlineData("{ a: dear b: dear(deep: 1) }", 12.5)]
    [InlineData("{ shelves { title } }", 1 + 40)]
    [InlineData("{ shelves(first: 3) { title } }", 1 + 3)]
    [InlineData("{ shelves(first: 3) { author { name } } }", 1 + 3 + (3 * 2))]
    [InlineData("{ mood }", 4)]
    public async Task An_operation_costs_the_sum_of_its_weights_times_its_lists(string query, double cost) =>
        Assert.Equal(cost, (double)JsonNode.Parse(await _server.Run(query))!["extensions"]!["cost"]!);

    /// <summary>Of the objects that the field may hold, the dearest counts, wherever it stands among the possible types.</summary>
    [Theory]
    [InlineData("{ search { ... on Book { author { name } } ... on Author { name } } }", 2 + 2)]
    [InlineData("{ search { ... on Book { title } ... on Author { books { title } } } }", 2 + 2)]
    [InlineData("{ search { ... on Book { author { name } b: author { name } } ... on Author { books { title } } } }", 2 + 4)]
    [InlineData("{ search { ... on Book { author { name } } ... on Author { books { title } b: books { title } } } }", 2 + 4)]
    [InlineData("{ node(id: \"b1\") { ... on Book { author { name } } ... on Author { id } } }", 2 + 2)]
    [InlineData("{ node(id: \"a1\") { ... on Book { id } ... on Author { books { title } } } }", 2 + 2)]
    public async Task An_abstract_field_costs_what_its_dearest_type_costs(string query, double cost) =>
        Assert.Equal(cost, (double)JsonNode.Parse(await _server.Run(query))!["extensions"]!["cost"]!);

    [Fact]
    public void The_schema_shows_weights_and_sizes()
    {
        var text = _server.Executor.Schema.ToString();
        Assert.Contains("dear(deep: Int @cost(weight: \"2.5\")): Int! @cost(weight: \"5\")", text, StringComparison.Ordinal);
        Assert.Contains("shelves(first: Int): [Book!]! @listSize(assumedSize: 40, slicingArguments: [\"first\"], requireOneSlicingArgument: false)", text, StringComparison.Ordinal);
        Assert.Contains("enum Mood @cost(weight: \"4\") {", text, StringComparison.Ordinal);
        Assert.Contains("directive @cost(", text, StringComparison.Ordinal);
        Assert.Contains("directive @listSize(", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_without_weights_has_no_directive_for_them()
    {
        using var plain = new TestServer();
        Assert.DoesNotContain("@cost", plain.Executor.Schema.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_where_it_is_not_reckoned_is_a_fault()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddGraphQLServer().AddQueryType<WithDearInput>();
        using var provider = services.BuildServiceProvider();
        var refusal = Assert.Throws<SchemaException>(() => provider.GetRequiredService<Schema>());
        Assert.Contains("which is not reckoned on a field of an input object", refusal.Message, StringComparison.Ordinal);
    }

    [ExtendObjectType(OperationTypeNames.Query)]
    public static class DearQueries
    {
        [Cost(5)]
        public static int Dear([Cost(2.5)] int? deep) => deep ?? 0;

        [ListSize(AssumedSize = 40, SlicingArguments = ["first"])]
        public static IEnumerable<Book> Shelves(Shelf shelf, int? first) => shelf.Books.Take(first ?? 1);

        public static Mood GetMood() => Mood.Good;
    }

    [Cost(4)]
    public enum Mood
    {
        Good,
    }

    public sealed class WithDearInput
    {
        public int Ask(DearInput input) => input.Value;
    }

    public sealed class DearInput
    {
        [Cost(2)] public int Value { get; init; }
    }
}
