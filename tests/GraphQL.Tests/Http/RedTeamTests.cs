using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Engagement.GraphQL.Execution;
using Xunit.Abstractions;

namespace Engagement.GraphQL.Tests.Http;

[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;

/// <summary>Attacks get their documented code, cost little, and leave the server answering.</summary>
[Collection("alone")]
public sealed class RedTeamTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const double MostMilliseconds = 50;
    private const long MostBytes = 10_000_000;
    private const int Tries = 5;

    private HttpServer _server = null!;

    public async Task InitializeAsync() => _server = await HttpServer.Start();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private static string Times(int count, Func<int, string> part) => string.Concat(Enumerable.Range(0, count).Select(part));

    private static string Nested(int depth, string field, string innermost) => Times(depth, _ => field + "{") + innermost + new string('}', depth);

    private static readonly Dictionary<string, (string Query, string? Code)> Documents = new()
    {
        ["deep nesting"] = ("{nested{" + Nested(11, "deep", "text") + "}}", ErrorCodes.TooDeep),
        ["very deep nesting"] = ("{nested{" + Nested(900, "deep", "text") + "}}", ErrorCodes.ParseFailed),
        ["deep introspection through fragments"] = ("{__type(name:\"Query\"){...F0}}" + Times(30, i => $" fragment F{i} on __Type{{ofType{{...F{i + 1}}}}}") + " fragment F30 on __Type{name}", ErrorCodes.TooDeep),
        ["deep introspection"] = ("{__type(name:\"Query\"){" + Nested(25, "ofType", "name") + "}}", ErrorCodes.TooDeep),
        ["circular introspection"] = ("{__schema{" + Times(11, _ => "types{fields{type{") + "name" + new string('}', 33) + "}}", ErrorCodes.ValidationFailed),
        ["deep lists"] = ("{colours(colours:" + new string('[', 900) + new string(']', 900) + ")}", ErrorCodes.ParseFailed),
        ["alias flood"] = ("{" + Times(400, i => $"a{i}:__typename ") + "}", ErrorCodes.TooManyAliases),
        ["aliases through fragments"] = ("{" + Times(10, i => $"a{i}:nested{{...F}}") + "} fragment F on Inner{x:text y:kind}", ErrorCodes.TooManyAliases),
        ["alias flood inside introspection"] = ("{__schema{" + Times(16, i => $"a{i}:types{{name}}") + "}}", ErrorCodes.TooManyAliases),
        ["aliases at the limit inside introspection"] = ("{__schema{" + Times(15, i => $"a{i}:queryType{{name}}") + "}}", null),
        ["aliases below introspection through a fragment"] = (
            "{__schema{queryType{...F}} a0:__typename} fragment F on __Type{" + Times(15, i => $"a{i}:name ") + "}", ErrorCodes.TooManyAliases),
        ["directive flood"] = ("{__typename " + Times(60, _ => "...@include(if:true){__typename}") + "}", ErrorCodes.TooManyDirectives),
        ["repeated directive"] = ("{__typename" + Times(250, _ => "@include(if:true)") + "}", ErrorCodes.ValidationFailed),
        ["unknown directives"] = ("{__typename" + Times(900, i => $"@d{i}") + "}", ErrorCodes.ValidationFailed),
        ["token flood"] = ("{" + Times(2100, _ => "a ") + "}", ErrorCodes.TooManyTokens),
        ["character flood"] = ("{__typename #" + new string('x', 15_000) + "\n}", ErrorCodes.DocumentTooLarge),
        ["fragment cycle"] = ("{nested{...A}} fragment A on Inner{deep{...B}} fragment B on Inner{deep{...A}}", ErrorCodes.ValidationFailed),
        ["fragment bomb"] = ("{nested{...F0}}" + Times(60, i => $" fragment F{i} on Inner{{deep{{...F{i + 1} ...F{i + 1}}}}}") + " fragment F60 on Inner{text}", ErrorCodes.TooDeep),
        ["wide fragment bomb"] = ("{nested{...F0}}" + Times(60, i => $" fragment F{i} on Inner{{...F{i + 1} ...F{i + 1}}}") + " fragment F60 on Inner{text}", null),
        ["alias bomb"] = ("{nested{...F0}}" + Times(8, i => $" fragment F{i} on Inner{{a:deep{{...F{i + 1}}} b:deep{{...F{i + 1}}}}}") + " fragment F8 on Inner{text}", ErrorCodes.TooManyAliases),
        ["overlapping fields"] = ("{nested{" + Times(450, _ => "deep{text}") + "}}", null),
        ["overlapping nested fields"] = ("{nested{" + Times(60, _ => "deep{deep{deep{text kind}}}") + "}}", null),
        ["overlapping fragments"] = ("{nested{" + Times(40, i => $"...F{i} ") + "}}" + Times(40, i => $" fragment F{i} on Inner{{deep{{text ...F{(i + 1) % 40}x}}}} fragment F{i}x on Inner{{kind}}"), null),
        ["conflicting fields"] = ("{nested{" + Times(300, i => i % 2 == 0 ? "deep{x:text}" : "deep{x:kind}") + "}}", ErrorCodes.ValidationFailed),
        ["unused variables"] = ("query(" + Times(300, i => $"$v{i}:Int ") + "){__typename}", ErrorCodes.ValidationFailed),
        ["many operations"] = (Times(300, i => $"query Q{i}{{__typename}}"), ErrorCodes.OperationNotFound),
        ["huge number"] = ("{books(first:" + new string('9', 10_000) + "){id}}", ErrorCodes.ValidationFailed),
        ["huge float"] = ("{echo(filter:{language:\"x\",weight:1e99999})}", ErrorCodes.ValidationFailed),
        ["unterminated string"] = ("{echo(filter:\"" + new string('x', 10_000), ErrorCodes.ParseFailed),
        ["dear lists"] = ("{manyBooks(first:2000000000){author{books{author{books{id}}}}}}", ErrorCodes.CostExceeded),
        ["negative list size"] = ("{manyBooks(first:-5){id}}", null),
        ["lone surrogate"] = ("{echo(filter:{language:\"\\uD800\"})}", ErrorCodes.ParseFailed),
    };

    public static TheoryData<string> DocumentNames() => new(Documents.Keys);

    [Theory]
    [MemberData(nameof(DocumentNames))]
    public async Task A_hostile_document_is_cheap(string name)
    {
        var (query, code) = Documents[name];
        await IsCheap(name, () => _server.Post(query), answer => Assert.Equal(code, answer.Code));
    }

    [Theory]
    [InlineData("a list of 100,000 numbers", "query($l: [CoverColour!]) { colours(colours: $l) }", "list")]
    [InlineData("a string of 900,000 characters", "query($s: String!) { echo(filter: {language: $s}) }", "string")]
    [InlineData("an object of 50,000 unknown fields", "query($f: BookFilter!) { echo(filter: $f) }", "object")]
    [InlineData("a number of 100,000 digits", "query($n: Int) { books(first: $n) { id } }", "number")]
    public async Task Hostile_variables_are_cheap(string name, string query, string kind)
    {
        var variables = kind switch
        {
            "list" => "{\"l\":[" + string.Join(',', Enumerable.Repeat("1", 100_000)) + "]}",
            "string" => "{\"s\":\"" + new string('x', 900_000) + "\"}",
            "object" => "{\"f\":{" + string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"f{i}\":1")) + "}}",
            _ => "{\"n\":" + new string('9', 100_000) + "}",
        };
        var body = $"{{\"query\":{JsonValue.Create(query)!.ToJsonString()},\"variables\":{variables}}}";
        var bytes = Encoding.UTF8.GetBytes(body);
        await IsCheap(name, () => _server.PostBytes(bytes), answer =>
        {
            Assert.Equal(kind == "string" ? null : ErrorCodes.BadUserInput, answer.Code);
            Assert.True(kind == "string" || answer.Body.Length < 20_000, $"{answer.Body.Length} characters of errors");
        });
    }

    [Theory]
    [InlineData("malformed UTF-8", ErrorCodes.BadRequest)]
    [InlineData("deep JSON", ErrorCodes.BadRequest)]
    [InlineData("more than 1 MB", ErrorCodes.RequestTooLarge)]
    [InlineData("batch of 10,000", ErrorCodes.BatchingNotSupported)]
    [InlineData("half a surrogate pair", ErrorCodes.BadRequest)]
    [InlineData("half a surrogate pair in a variable", ErrorCodes.BadRequest)]
    [InlineData("half a surrogate pair in a name", ErrorCodes.BadRequest)]
    public async Task Hostile_bodies_are_cheap(string name, string code)
    {
        var body = name switch
        {
            "malformed UTF-8" => [.. "{\"query\":\""u8, 0xC3, 0x28, .. "\"}"u8],
            "deep JSON" => Encoding.UTF8.GetBytes("{\"query\":\"{__typename}\",\"variables\":{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}}"),
            "more than 1 MB" => Encoding.UTF8.GetBytes("{\"query\":\"" + new string(' ', 1_100_000) + "{__typename}\"}"),
            "half a surrogate pair" => Encoding.UTF8.GetBytes("{\"query\":\"{__typename #\\ud800\"}"),
            "half a surrogate pair in a variable" => "{\"query\":\"{__typename}\",\"variables\":{\"a\":{\"b\":[\"\\udfff\"]}}}"u8.ToArray(),
            "half a surrogate pair in a name" => "{\"query\":\"{__typename}\",\"variables\":{\"a\":{\"\\ud800\":1}}}"u8.ToArray(),
            _ => Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("{\"query\":\"{__typename}\"}", 10_000)) + "]"),
        };
        await IsCheap(name, () => _server.PostBytes(body), answer => Assert.Equal(code, answer.Code));
    }

    [Fact]
    public async Task A_body_that_never_ends_holds_nothing_but_its_connection()
    {
        using var slow = new TcpClient();
        await slow.ConnectAsync(_server.Address.Host, _server.Address.Port);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"que"));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await _server.Post("{ __typename }")).Status);
        }
    }

    private async Task IsCheap(string name, Func<Task<Answer>> attack, Action<Answer> check)
    {
        var (milliseconds, bytes) = (double.MaxValue, long.MaxValue);
        for (var i = 0; i < Tries; i++)
        {
            using var process = Process.GetCurrentProcess();
            var (before, allocated) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true));
            var answer = await attack();
            process.Refresh();
            milliseconds = Math.Min(milliseconds, (process.TotalProcessorTime - before).TotalMilliseconds);
            bytes = Math.Min(bytes, GC.GetTotalAllocatedBytes(precise: true) - allocated);
            check(answer);
        }
        output.WriteLine($"{name}: {milliseconds:0} ms of CPU, {bytes / 1000:N0} kB");
        Assert.True(milliseconds <= MostMilliseconds && bytes <= MostBytes, $"{name} took {milliseconds:0} ms and {bytes:N0} bytes");
        Assert.StartsWith("""{"data":{"__typename":"Query"}""", (await _server.Post("{ __typename }")).Body, StringComparison.Ordinal);
    }
}
