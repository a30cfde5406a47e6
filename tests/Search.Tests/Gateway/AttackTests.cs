using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.GraphQL.Execution;
using Xunit.Abstractions;

namespace Engagement.Search.Tests.Gateway;

[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone : ICollectionFixture<GatewaySample>;

/// <summary>Attacks on the running gateway get their documented code, cost little, and leave it answering.</summary>
[Collection("alone")]
public sealed class AttackTests(GatewaySample sample, ITestOutputHelper output)
{
    private const double MostMilliseconds = 50;

    // What the milliseconds are on a machine that is slower, or busy, at this moment.
    private const double MostTimes = 3;
    private const long MostBytes = 10_000_000;
    private const int Tries = 5;
    private static readonly byte[] Strings = JsonSerializer.SerializeToUtf8Bytes(Enumerable.Range(0, 100_000).Select(i => $"commune {i}"));

    private HttpClient Client => sample.World.Host.Client;

    public static TheoryData<string> DocumentNames() => new(AttackDocuments.All.Keys);

    [Theory]
    [MemberData(nameof(DocumentNames))]
    public async Task A_hostile_document_is_cheap(string name)
    {
        var (query, code) = AttackDocuments.All[name];
        await IsCheap(name, () => Post(Encoding.UTF8.GetBytes(new JsonObject { ["query"] = query }.ToJsonString())), code);
    }

    [Theory]
    [InlineData("60,000 programmes", "query($v: [MissionType!]) { missions(filter: { types: $v }) { totalCount } }", "enums", ErrorCodes.CostExceeded)]
    [InlineData("100,000 domains", "query($v: [String!]) { missions(filter: { domains: $v }) { totalCount } }", "strings", ErrorCodes.CostExceeded)]
    [InlineData("100,000 towns", "query($v: [String!]!) { missions(filter: { place: { cities: $v } }) { totalCount } }", "strings", ErrorCodes.CostExceeded)]
    [InlineData("100,000 networks of structures", "query($v: [String!]) { organizations(filter: { networks: $v }) { totalCount } }", "strings", ErrorCodes.CostExceeded)]
    [InlineData("100,000 ids", "query($v: [ID!]!) { nodes(ids: $v) { id } }", "strings", ErrorCodes.BadUserInput)]
    [InlineData("100,000 publishers", "query($v: [ID!]) { missions(filter: { publishers: $v }) { totalCount } }", "strings", ErrorCodes.CostExceeded)]
    [InlineData("a list in place of a text", "query($v: String) { missions(search: $v) { totalCount } }", "strings", ErrorCodes.BadUserInput)]
    [InlineData("a search of 100,000 words", "query($v: String) { missions(search: $v) { totalCount } }", "words", ErrorCodes.CostExceeded)]
    [InlineData("a search of 100,000 words among structures", "query($v: String) { organizations(search: $v) { totalCount } }", "words", ErrorCodes.CostExceeded)]
    [InlineData("a town of 900,000 characters", "query($v: String!) { missions(filter: { place: { cities: [$v] } }) { totalCount } }", "text", ErrorCodes.BadUserInput)]
    [InlineData("an RNA of 900,000 characters", "query($v: String!) { organization(ref: { rna: $v }) { id } }", "text", ErrorCodes.BadUserInput)]
    [InlineData("a client id of 900,000 characters", "query($v: String!) { mission(ref: { external: { publisher: \"PUBLISHER\", clientId: $v } }) { id } }", "text", ErrorCodes.BadUserInput)]
    [InlineData("an id of 900,000 characters", "query($v: ID!) { node(id: $v) { id } }", "text", ErrorCodes.BadUserInput)]
    [InlineData("a cursor of 900,000 characters", "query($v: String!) { missions(after: $v) { nodes { id } } }", "text", "CURSOR_INVALID")]
    [InlineData("a number of 100,000 digits", "query($v: Int) { missions(first: $v) { totalCount } }", "number", ErrorCodes.BadUserInput)]
    [InlineData("a filter of 50,000 unknown fields", "query($v: MissionFilter) { missions(filter: $v) { totalCount } }", "object", ErrorCodes.BadUserInput)]
    public async Task Hostile_variables_are_cheap(string name, string query, string kind, string code)
    {
        var value = kind switch
        {
            "strings" => "[" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"v{i}\"")) + "]",
            "enums" => "[" + string.Join(',', Enumerable.Repeat("\"BENEVOLAT\"", 60_000)) + "]",
            "words" => "\"" + string.Join(' ', Enumerable.Range(0, 100_000).Select(i => $"mot{i}")) + "\"",
            "text" => "\"" + new string('x', 900_000) + "\"",
            "object" => "{" + string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"f{i}\":1")) + "}",
            _ => new string('9', 100_000),
        };
        query = query.Replace("PUBLISHER", GatewaySample.PublisherId("alpha"), StringComparison.Ordinal);
        var body = Encoding.UTF8.GetBytes($"{{\"query\":{JsonValue.Create(query)!.ToJsonString()},\"variables\":{{\"v\":{value}}}}}");
        await IsCheap(name, () => Post(body), code);
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
        byte[] body = name switch
        {
            "malformed UTF-8" => [.. "{\"query\":\""u8, 0xC3, 0x28, .. "\"}"u8],
            "deep JSON" => Encoding.UTF8.GetBytes("{\"query\":\"{__typename}\",\"variables\":{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}}"),
            "more than 1 MB" => Encoding.UTF8.GetBytes("{\"query\":\"" + new string(' ', 1_100_000) + "{__typename}\"}"),
            "half a surrogate pair" => Encoding.UTF8.GetBytes("{\"query\":\"{__typename #\\ud800\"}"),
            "half a surrogate pair in a variable" => "{\"query\":\"{__typename}\",\"variables\":{\"a\":{\"b\":[\"\\udfff\"]}}}"u8.ToArray(),
            "half a surrogate pair in a name" => "{\"query\":\"{__typename}\",\"variables\":{\"a\":{\"\\ud800\":1}}}"u8.ToArray(),
            _ => Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("{\"query\":\"{__typename}\"}", 10_000)) + "]"),
        };
        await IsCheap(name, () => Post(body), code);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task What_a_form_of_another_site_can_send_is_refused(string contentType) =>
        await IsCheap(contentType, () => Post("{\"query\":\"{__typename}\"}"u8.ToArray(), contentType), ErrorCodes.UnsupportedMediaType, HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task A_body_that_never_ends_holds_nothing_but_its_connection()
    {
        using var slow = new TcpClient();
        await slow.ConnectAsync(sample.Endpoint.Host, sample.Endpoint.Port);
        await slow.GetStream().WriteAsync("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"que"u8.ToArray());
        for (var i = 0; i < 20; i++)
        {
            await AnswersTheNext();
        }
    }

    private async Task<(HttpStatusCode Status, string? Code)> Post(byte[] body, string contentType = "application/json")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var answer = await Client.PostAsync("/graphql", content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(text.Length < 40_000, $"{text.Length} characters were answered");
        using var json = JsonDocument.Parse(text);
        return (answer.StatusCode, json.RootElement.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").GetProperty("code").GetString() : null);
    }

    private async Task IsCheap(string name, Func<Task<(HttpStatusCode Status, string? Code)>> attack, string? code, HttpStatusCode? status = null)
    {
        var (milliseconds, times, bytes) = (double.MaxValue, double.MaxValue, long.MaxValue);
        for (var i = 0; i < Tries; i++)
        {
            var reading = await Cpu(() => Task.FromResult(JsonSerializer.Deserialize<string[]>(Strings)));
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var answer = default((HttpStatusCode Status, string? Code));
            var cost = await Cpu(async () => answer = await attack());
            bytes = Math.Min(bytes, GC.GetTotalAllocatedBytes(precise: true) - allocated);
            (milliseconds, times) = (Math.Min(milliseconds, cost), Math.Min(times, cost / reading));
            Assert.Equal(code, answer.Code);
            Assert.Equal(status ?? answer.Status, answer.Status);
            Assert.NotEqual(HttpStatusCode.InternalServerError, answer.Status);
        }

        output.WriteLine($"{name}: {milliseconds:0} ms of CPU, {times:0.0} times reading 100,000 strings, {bytes / 1000:N0} kB");
        Assert.True(
            (milliseconds <= MostMilliseconds || times <= MostTimes) && bytes <= MostBytes,
            $"{name} took {milliseconds:0} ms, {times:0.0} times reading 100,000 strings, and {bytes:N0} bytes");
        await AnswersTheNext();
    }

    private static async Task<double> Cpu(Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await work();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds;
    }

    private async Task AnswersTheNext()
    {
        var data = await sample.World.Data("{ missions { totalCount } }");
        Assert.Equal(GatewaySample.MissionCount, data.GetProperty("missions").GetProperty("totalCount").GetInt32());
    }
}
