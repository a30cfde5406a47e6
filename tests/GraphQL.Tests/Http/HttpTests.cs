using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Engagement.GraphQL.Execution;

namespace Engagement.GraphQL.Tests.Http;

public sealed class HttpTests : IAsyncLifetime
{
    private const string ResponseType = "application/graphql-response+json";
    private HttpServer _server = null!;

    public async Task InitializeAsync() => _server = await HttpServer.Start(o => o.ExecutionTimeout = TimeSpan.FromMilliseconds(300));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_query_is_answered_with_its_cost()
    {
        var answer = await _server.Post("{ books(first: 1) { title } }");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json; charset=utf-8", answer.Header("Content-Type"));
        Assert.Equal("""{"data":{"books":[{"title":"Book 1"}]},"extensions":{"cost":2}}""", answer.Body);
    }

    [Theory]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData(ResponseType, ResponseType)]
    [InlineData("application/json;q=0.5, application/graphql-response+json", ResponseType)]
    [InlineData("text/html;q=0.9, application/*;q=0.1", "application/json")]
    public async Task The_media_type_follows_accept(string accept, string expected) =>
        Assert.Equal($"{expected}; charset=utf-8", (await _server.Post("{ __typename }", accept: accept)).Header("Content-Type"));

    [Theory]
    [InlineData("image/png", 406, ErrorCodes.NotAcceptable)]
    [InlineData("application/json; charset=iso-8859-1", 406, ErrorCodes.NotAcceptable)]
    public async Task What_cannot_be_answered_is_406(string accept, int status, string code)
    {
        var answer = await _server.Post("{ __typename }", accept: accept);
        Assert.Equal((status, code), ((int)answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("{ unknown }", ErrorCodes.ValidationFailed)]
    [InlineData("{", ErrorCodes.ParseFailed)]
    [InlineData("query A { __typename } query B { __typename }", ErrorCodes.OperationNotFound)]
    [InlineData("query($x: Int!) { books(first: $x) { id } }", ErrorCodes.BadUserInput)]
    public async Task A_request_error_is_400_in_the_new_media_type_and_200_in_the_old(string query, string code)
    {
        var modern = await _server.Post(query, accept: ResponseType);
        Assert.Equal((HttpStatusCode.BadRequest, code), (modern.Status, modern.Code));
        var old = await _server.Post(query, accept: "application/json");
        Assert.Equal((HttpStatusCode.OK, code), (old.Status, old.Code));
    }

    [Theory]
    [InlineData("{", ErrorCodes.BadRequest)]
    [InlineData("", ErrorCodes.BadRequest)]
    [InlineData("\"text\"", ErrorCodes.BadRequest)]
    [InlineData("{}", ErrorCodes.BadRequest)]
    [InlineData("{\"query\": 1}", ErrorCodes.BadRequest)]
    [InlineData("{\"query\": \"{ __typename }\", \"variables\": [1]}", ErrorCodes.BadRequest)]
    [InlineData("{\"query\": \"{ __typename }\", \"extensions\": \"x\"}", ErrorCodes.BadRequest)]
    [InlineData("{\"query\": \"{ __typename }\", \"operationName\": {}}", ErrorCodes.BadRequest)]
    [InlineData("{\"query\": \"{ __typename }\"} more", ErrorCodes.BadRequest)]
    [InlineData("[{\"query\": \"{ __typename }\"}]", ErrorCodes.BatchingNotSupported)]
    public async Task A_malformed_body_is_400_whatever_is_accepted(string body, string code)
    {
        foreach (var accept in new[] { ResponseType, "application/json" })
        {
            var answer = await _server.PostBody(body, accept);
            Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("")]
    public async Task A_content_type_that_forms_can_send_is_415(string contentType)
    {
        var answer = await _server.PostBody("""{"query":"mutation { addNow(word: \"x\") }"}""", contentType: contentType);
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, ErrorCodes.UnsupportedMediaType), (answer.Status, answer.Code));
        Assert.Empty(_server.Shelf.Log);
    }

    [Fact]
    public async Task A_mutation_by_GET_is_405_and_not_executed()
    {
        var answer = await _server.Get("?query=" + Uri.EscapeDataString("mutation { addNow(word: \"x\") }"));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, ErrorCodes.MethodNotAllowed, "POST"), (answer.Status, answer.Code, answer.Header("Allow")));
        Assert.Empty(_server.Shelf.Log);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Other_methods_are_405(string method)
    {
        var answer = await _server.Send(new HttpRequestMessage(new HttpMethod(method), "/graphql"), null);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET, POST"), (answer.Status, answer.Header("Allow")));
    }

    [Fact]
    public async Task A_GET_takes_variables_and_operation_name_and_answers_an_entity_tag()
    {
        var parameters = $"?query={Uri.EscapeDataString("query A($n: Int) { books(first: $n) { id } } query B { __typename }")}&variables={Uri.EscapeDataString("{\"n\":1}")}&operationName=A";
        var answer = await _server.Get(parameters);
        Assert.StartsWith("""{"data":{"books":[{"id":"b1"}]}""", answer.Body, StringComparison.Ordinal);
        Assert.Equal("no-cache, private", Sorted(answer.Header("Cache-Control")));
        Assert.Equal("Authorization, x-api-key, apikey, Origin, Accept", answer.Header("Vary"));
        var again = await _server.Get(parameters, with: r => r.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(answer.Header("ETag")!)));
        Assert.Equal((HttpStatusCode.NotModified, "", answer.Header("ETag")), (again.Status, again.Body, again.Header("ETag")));
    }

    [Theory]
    [InlineData("?query={__typename}&query={__typename}")]
    [InlineData("?query={__typename}&variables=x")]
    [InlineData("?query={__typename}&variables=[]")]
    [InlineData("?query={__typename}&extensions=1")]
    [InlineData("?variables={}")]
    public async Task Faulty_parameters_are_400(string parameters) =>
        Assert.Equal((HttpStatusCode.BadRequest, ErrorCodes.BadRequest), (await _server.Get(parameters)) is var a ? (a.Status, a.Code) : default);

    [Fact]
    public async Task A_registered_document_runs_by_its_id_and_is_shared_for_anonymous_callers_only()
    {
        var id = _server.Documents.Register("{ books(first: 1) { id } }");
        var posted = await _server.PostBody(new JsonObject { ["documentId"] = "sha256:" + id }.ToJsonString());
        Assert.StartsWith("""{"data":{"books":[{"id":"b1"}]}""", posted.Body, StringComparison.Ordinal);
        var anonymous = await _server.Get($"?documentId={id}", with: r => r.Headers.Add("x-mode", "anonymous"));
        Assert.Equal(("max-age=60, public", "Authorization, x-api-key, apikey, Origin, Accept"), (Sorted(anonymous.Header("Cache-Control")), anonymous.Header("Vary")));
        Assert.Equal("no-cache, private", Sorted((await _server.Get($"?documentId={id}")).Header("Cache-Control")));
        var free = await _server.Get("?query={__typename}", with: r => r.Headers.Add("x-mode", "anonymous"));
        Assert.Equal("no-cache, private", Sorted(free.Header("Cache-Control")));
    }

    [Fact]
    public async Task A_client_may_send_a_hash_first_and_the_text_when_asked()
    {
        const string Text = "{ books(first: 2) { id } }";
        JsonObject Request(string? query) => new()
        {
            ["query"] = query,
            ["extensions"] = new JsonObject { ["persistedQuery"] = new JsonObject { ["version"] = 1, ["sha256Hash"] = PersistedDocuments.IdOf(Text) } },
        };
        var first = await _server.PostBody(Request(null).ToJsonString());
        Assert.Equal(ErrorCodes.PersistedQueryNotFound, first.Code);
        Assert.Contains("\"PersistedQueryNotFound\"", first.Body, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.PersistedQueryMismatch, (await _server.PostBody(Request("{ __typename }").ToJsonString())).Code);
        Assert.Null((await _server.PostBody(Request(Text).ToJsonString())).Code);
        Assert.Null((await _server.PostBody(Request(null).ToJsonString())).Code);
    }

    [Fact]
    public async Task A_caller_may_be_kept_to_registered_documents()
    {
        const string Text = "{ books(first: 3) { id } }";
        void Registered(HttpRequestMessage request) => request.Headers.Add("x-mode", "registered");
        var refused = await _server.Post(Text, with: Registered);
        Assert.Equal((HttpStatusCode.Forbidden, ErrorCodes.DocumentNotRegistered), (refused.Status, refused.Code));
        _server.Documents.Register(Text);
        Assert.Equal(HttpStatusCode.OK, (await _server.Post(Text, with: Registered)).Status);
    }

    [Fact]
    public async Task An_interceptor_refuses_with_its_status()
    {
        var answer = await _server.Post("{ __typename }", with: r => r.Headers.Add("x-mode", "refused"));
        Assert.Equal((HttpStatusCode.Unauthorized, "UNAUTHENTICATED"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Resolvers_read_the_interceptors_state()
    {
        var answer = await _server.Post("{ nested { caller } }", with: r => r.Headers.Add("x-caller", "snu"));
        Assert.StartsWith("""{"data":{"nested":{"caller":"snu"}}""", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_execution_that_takes_too_long_is_ended()
    {
        var answer = await _server.Post("{ sleep(milliseconds: 20000) }");
        Assert.Equal((HttpStatusCode.GatewayTimeout, ErrorCodes.Timeout), (answer.Status, answer.Code));
        Assert.Equal(["cancelled"], _server.Shelf.Log);
    }

    [Fact]
    public async Task The_work_for_a_client_that_leaves_is_cancelled()
    {
        await using var patient = await HttpServer.Start();
        using var leave = new CancellationTokenSource(300);
        var content = JsonContent("""{"query":"{ sleep(milliseconds: 4000) }"}""");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => patient.Client.PostAsync("/graphql", content, leave.Token));
        for (var i = 0; i < 100 && patient.Shelf.Log.Count == 0; i++)
        {
            await Task.Delay(20);
        }
        Assert.Equal(["cancelled"], patient.Shelf.Log);
    }

    [Fact]
    public async Task A_browser_gets_the_explorer_and_its_files_from_here()
    {
        var page = await _server.Get("", "text/html,application/xhtml+xml,*/*;q=0.8");
        Assert.Equal("text/html; charset=utf-8", page.Header("Content-Type"));
        Assert.DoesNotContain("//", page.Body.Replace("<!doctype", "", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var file in new[] { "graphiql.min.js", "graphiql.min.css", "react.production.min.js", "react-dom.production.min.js", "explorer.js", "explorer.css", "LICENSES.txt" })
        {
            var answer = await _server.Get($"/explorer/{file}");
            Assert.True(answer.Status == HttpStatusCode.OK && answer.Body.Length > 20, file);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await _server.Get("/explorer/other.js")).Status);
    }

    [Fact]
    public async Task The_drafts_status_codes_are_behind_a_setting()
    {
        await using var draft = await HttpServer.Start(o => o.DraftStatusCodes = true);
        Assert.Equal(422, (int)(await draft.Post("{ unknown }", accept: ResponseType)).Status);
        Assert.Equal(400, (int)(await draft.Post("{", accept: ResponseType)).Status);
        Assert.Equal(294, (int)(await draft.Post("{ refuse }", accept: ResponseType)).Status);
        Assert.Equal(200, (int)(await draft.Post("{ unknown }", accept: "application/json")).Status);
    }

    private static string Sorted(string? header) => string.Join(", ", (header ?? "").Split(", ").Order(StringComparer.Ordinal));

    private static StringContent JsonContent(string json) => new(json, System.Text.Encoding.UTF8, "application/json");
}
