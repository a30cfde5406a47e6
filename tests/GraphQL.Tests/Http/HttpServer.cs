using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Tests.Sample;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engagement.GraphQL.Tests.Http;

/// <summary>The sample schema on Kestrel. The header <c>x-mode</c> chooses what the interceptor says of the caller.</summary>
public sealed class HttpServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private HttpServer(WebApplication application)
    {
        _application = application;
        Address = new Uri(application.Urls.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public PersistedDocuments Documents => _application.Services.GetRequiredService<PersistedDocuments>();

    public Engagement.GraphQL.Types.Schema Schema => _application.Services.GetRequiredService<Engagement.GraphQL.Types.Schema>();

    public Shelf Shelf => _application.Services.GetRequiredService<Shelf>();

    public static async Task<HttpServer> Start(Action<GraphQLOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<Shelf>();
        TestServer.Declare(builder.Services)
            .AddTypeExtension(typeof(SlowQueries))
            .AddHttpRequestInterceptor((http, request) =>
            {
                switch (http.Request.Headers["x-mode"].ToString())
                {
                    case "registered":
                        request.RegisteredDocumentsOnly = true;
                        break;
                    case "anonymous":
                        request.IsAnonymous = true;
                        break;
                    case "refused":
                        throw new GraphQLException("The key is unknown.", "UNAUTHENTICATED") { StatusCode = (int)HttpStatusCode.Unauthorized };
                }
                request.SetState("caller", http.Request.Headers["x-caller"].ToString());
                return ValueTask.CompletedTask;
            })
            .ModifyOptions(configure ?? (_ => { }));
        var application = builder.Build();
        application.MapGraphQL();
        await application.StartAsync();
        return new HttpServer(application);
    }

    public Task<Answer> Post(string query, JsonNode? variables = null, string? accept = null, Action<HttpRequestMessage>? with = null)
    {
        var body = new JsonObject { ["query"] = query };
        if (variables is not null)
        {
            body["variables"] = variables;
        }
        return PostBody(body.ToJsonString(), accept, with: with);
    }

    public Task<Answer> PostBody(string body, string? accept = null, string contentType = "application/json", Action<HttpRequestMessage>? with = null) =>
        PostBytes(Encoding.UTF8.GetBytes(body), accept, contentType, with);

    public Task<Answer> PostBytes(byte[] body, string? accept = null, string contentType = "application/json", Action<HttpRequestMessage>? with = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return Send(request, accept, with);
    }

    public Task<Answer> Get(string parameters, string? accept = null, Action<HttpRequestMessage>? with = null) =>
        Send(new HttpRequestMessage(HttpMethod.Get, "/graphql" + parameters), accept, with);

    public async Task<Answer> Send(HttpRequestMessage request, string? accept, Action<HttpRequestMessage>? with = null)
    {
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }
        with?.Invoke(request);
        using var response = await Client.SendAsync(request);
        return new Answer(response, await response.Content.ReadAsByteArrayAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}

/// <summary>What came back.</summary>
public sealed record Answer(HttpResponseMessage Response, byte[] Bytes)
{
    /// <summary>Made when it is looked at: what an attack costs is the server's, not the reader's.</summary>
    public string Body => field ??= Encoding.UTF8.GetString(Bytes);

    public HttpStatusCode Status => Response.StatusCode;

    public string? Code => (string?)JsonNode.Parse(Body)?["errors"]?[0]?["extensions"]?["code"];

    public string? Header(string name) =>
        Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;
}

[ExtendObjectType(OperationTypeNames.Query)]
public static class SlowQueries
{
    public static async Task<int> Sleep(int milliseconds, Shelf shelf, CancellationToken ct)
    {
        try
        {
            await Task.Delay(milliseconds, ct);
        }
        catch (OperationCanceledException)
        {
            shelf.Log.Add("cancelled");
            throw;
        }
        return milliseconds;
    }

    [ListSize(AssumedSize = 100, SlicingArguments = ["first"])]
    public static IEnumerable<Book> ManyBooks(Shelf shelf, int? first = null) => shelf.Books.Take(first ?? 1);
}
