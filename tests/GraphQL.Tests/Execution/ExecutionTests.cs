using Engagement.GraphQL.Tests.Sample;

namespace Engagement.GraphQL.Tests.Execution;

public sealed class ExecutionTests : IDisposable
{
    private readonly TestServer _server = new(o => o.CostInExtensions = false);

    public void Dispose() => _server.Dispose();

    private async Task Gives(string query, string expected, object? variables = null) => Assert.Equal(expected, await _server.Run(query, variables));

    [Fact]
    public Task Scalars_are_written_in_order_of_selection() => Gives(
        "{ books(first: 1) { title id pages price publishedAt cover tags link } }",
        """{"data":{"books":[{"title":"Book 1","id":"b1","pages":10,"price":12.5,"publishedAt":"2026-11-02T08:30:00Z","cover":"DARK_BLUE","tags":["a","é"],"link":null}]}}""");

    [Fact]
    public async Task Twenty_items_with_a_loaded_field_load_once()
    {
        var answer = await _server.Run("{ books { title author { name } } }");
        Assert.Contains("""{"title":"Book 20","author":{"name":"Author 0"}}""", answer);
        Assert.Equal([5], _server.Shelf.Loads);
    }

    [Fact]
    public async Task Nested_loaded_fields_load_once_per_level()
    {
        await _server.Run("{ books { author { books { author { books { title } } } } } }");
        Assert.Equal([5], _server.Shelf.Loads);
        Assert.Equal([5], _server.Shelf.BookLoads);
    }

    [Fact]
    public Task Aliases_arguments_and_fragments_are_merged() => Gives(
        "query($n: Int = 2) { b: book(ref: {number: 3}) { ...T title t: title loud: shout(times: $n) } } fragment T on Book { title ... on Node { id } }",
        """{"data":{"b":{"title":"Book 3","id":"b3","t":"Book 3","loud":"BOOK 3!!"}}}""");

    [Fact]
    public Task Abstract_types_are_resolved_by_C_sharp_type() => Gives(
        "{ search { __typename ... on Book { title author { name } } ... on Author { name } } node(id: \"b2\") { id ... on Book { pages } } }",
        """{"data":{"search":[{"__typename":"Book","title":"Book 1","author":{"name":"Author 1"}},{"__typename":"Author","name":"Seven"}],"node":{"id":"b2","pages":20}}}""");

    [Fact]
    public Task Skip_and_include_follow_the_variables() => Gives(
        "query($yes: Boolean!, $no: Boolean!) { a: __typename @include(if: $yes) b: __typename @skip(if: $yes) c: __typename @include(if: $no) d: __typename @skip(if: $no) }",
        """{"data":{"a":"Query","d":"Query"}}""", new { yes = true, no = false });

    [Fact]
    public Task Input_records_take_defaults_lists_and_nested_records() => Gives(
        "{ echo(filter: {title: \"x\", covers: [RED DARK_BLUE], pages: {min: 1}, language: \"fr\"}) }",
        """{"data":{"echo":"x|Red+DarkBlue|PageFilter { Min = 1, Max = 1000 }|20|False|fr"}}""");

    [Fact]
    public Task Input_records_come_from_variables_too() => Gives(
        "query($f: BookFilter!) { echo(filter: $f) }",
        """{"data":{"echo":"|DarkBlue||1.5|True|fr"}}""", new { f = new { covers = "DARK_BLUE", weight = 1.5, strict = true, language = "fr" } });

    [Fact]
    public Task Converted_arguments_reach_the_method() => Gives(
        "{ colours(colours: RED, one: DARK_BLUE, id: \"6f9619ff-8b86-d011-b42d-00cf4fc964ff\") }",
        """{"data":{"colours":"Red|DarkBlue|6f9619ff-8b86-d011-b42d-00cf4fc964ff"}}""");

    [Fact]
    public Task An_unexpected_exception_is_not_shown() => Gives(
        "{ fail }",
        """{"data":null,"errors":[{"message":"The server failed to answer this field.","locations":[{"line":1,"column":3}],"path":["fail"],"extensions":{"code":"INTERNAL_ERROR"}}]}""");

    [Fact]
    public async Task The_message_of_an_exception_is_shown_where_the_options_say_so()
    {
        using var open = new TestServer(o => o.IncludeExceptionDetails = true);
        Assert.Contains("\"message\":\"secret\"", await open.Run("{ fail }"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_filter_gives_exceptions_a_code()
    {
        using var mapped = new TestServer(declare: b => b.AddErrorFilter(e => e is InvalidOperationException ? new Engagement.GraphQL.Execution.GraphQLError("Mapped.", "MAPPED") : null));
        Assert.Contains("\"message\":\"Mapped.\"", await mapped.Run("{ fail }"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loader_that_finds_nothing_gives_null()
    {
        var answer = await _server.Run("{ books(first: 1) { author { name books { author { number } } } } }");
        Assert.Contains("""{"author":{"number":1}}""", answer, StringComparison.Ordinal);
        _server.Shelf.Books.Add(new Book("b0", "Nobody's", 100));
        Assert.Contains("""{"title":"Nobody's","author":null}""", await _server.Run("{ books { title author { name } } }"), StringComparison.Ordinal);
    }

    [Fact]
    public Task A_refusal_has_its_code_and_leaves_the_rest() => Gives(
        "{ refuse __typename }",
        """{"data":{"refuse":null,"__typename":"Query"},"errors":[{"message":"Not you.","locations":[{"line":1,"column":3}],"path":["refuse"],"extensions":{"code":"FORBIDDEN"}}]}""");

    [Fact]
    public Task A_null_where_none_may_be_empties_the_nearest_nullable() => Gives(
        "{ nested { kind deep { text nothing broken } } }",
        """{"data":null,"errors":[{"message":"Cannot return null for non-nullable field Inner.broken.","locations":[{"line":1,"column":37}],"path":["nested","deep","broken"],"extensions":{"code":"INTERNAL_ERROR"}}]}""");

    [Fact]
    public Task An_asynchronous_failure_is_reported_at_its_path() => Gives(
        "{ x: failLater }",
        """{"data":null,"errors":[{"message":"Later.","locations":[{"line":1,"column":3}],"path":["x"],"extensions":{"code":"LATER"}}]}""");

    [Fact]
    public Task Look_ahead_sees_nested_selections() => Gives(
        "{ nested { kind deep { ...D } } flat: nested { kind hasText } lookAhead } fragment D on Inner { text hasText }",
        """{"data":{"nested":{"kind":"deep","deep":{"text":"text","hasText":true}},"flat":{"kind":"flat","hasText":false},"lookAhead":"lookAhead"}}""");

    [Fact]
    public async Task Mutations_run_in_series()
    {
        Assert.Equal("""{"data":{"a":2,"b":3,"c":5}}""", await _server.Run("""mutation { a: add(word: "a") b: addNow(word: "b") c: add(word: "c") }"""));
        Assert.Equal(["start a", "end a", "now b", "start c", "end c"], _server.Shelf.Log);
    }

    [Fact]
    public async Task A_request_error_has_no_data()
    {
        Assert.Equal("""{"errors":[{"message":"Cannot query field \"x\" on type \"Query\".","locations":[{"line":1,"column":3}],"extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}""", await _server.Run("{ x }"));
        Assert.Equal("""{"errors":[{"message":"Syntax Error: Expected Name, found <EOF>.","locations":[{"line":1,"column":2}],"extensions":{"code":"GRAPHQL_PARSE_FAILED"}}]}""", await _server.Run("{"));
    }

    [Fact]
    public void The_schema_is_printed_with_descriptions() => Assert.Contains("  \"\"\"All books.\"\"\"\n  books(\n    \"\"\"At most so many.\"\"\"\n    first: Int\n  ): [Book!]!\n", _server.Executor.Schema.ToString());
}
