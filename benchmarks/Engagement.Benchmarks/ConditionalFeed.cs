using System.Globalization;
using Engagement.FakePartners;
using Engagement.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engagement.Benchmarks;

/// <summary>A partner's server whose feed never changes, and which says so to whoever asks as HTTP means it.</summary>
internal sealed class ConditionalFeed : IAsyncDisposable
{
    private const string Tag = "\"bench\"";
    private readonly WebApplication app;

    private ConditionalFeed(WebApplication app, int port) => (this.app, Endpoint) = (app, $"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Host and port, as the setting of allowed private endpoints takes them.</summary>
    internal string Endpoint { get; }

    internal string Address => $"http://{Endpoint}/feed.xml";

    internal static async Task<ConditionalFeed> Start(FeedRequest request)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var port = FreePort.Next();
        var app = builder.Build();
        app.Urls.Add($"http://127.0.0.1:{port}");
        app.MapGet("/feed.xml", async context =>
        {
            context.Response.Headers.ETag = Tag;
            if (context.Request.Headers.IfNoneMatch.Contains(Tag))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            await FeedGenerator.Write(context.Response.Body, request, context.RequestAborted);
        });
        await app.StartAsync();
        return new ConditionalFeed(app, port);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
