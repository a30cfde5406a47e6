using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engagement.Importer.Tests;

/// <summary>A partner's web server on a free port, which answers as the test says.</summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private FeedServer(WebApplication app, Uri address) => (this.app, Address) = (app, address);

    internal Uri Address { get; }

    /// <summary>The setting that lets the importer reach it.</summary>
    internal KeyValuePair<string, string?> Allowed => new("Fetch:AllowedPrivateEndpoints:0", $"{Address.Host}:{Address.Port}");

    internal ConcurrentQueue<(string Path, IHeaderDictionary Headers)> Requests { get; } = new();

    internal Func<HttpContext, Task> Answer { get; set; } = context =>
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    };

    internal static async Task<FeedServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        FeedServer? server = null;
        app.Run(context =>
        {
            server!.Requests.Enqueue((context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary())));
            return server.Answer(context);
        });
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server = new FeedServer(app, new Uri(address));
    }

    internal void Serves(string xml) => Answer = context => context.Response.WriteAsync(xml);

    /// <summary>With a tag of the content: whoever has it is told that nothing changed.</summary>
    internal void ServesTagged(string xml)
    {
        var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(xml)))}\"";
        Answer = context =>
        {
            context.Response.Headers.ETag = etag;
            if (context.Request.Headers.IfNoneMatch == etag)
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            return context.Response.WriteAsync(xml);
        };
    }

    internal void Serves(HttpStatusCode status) => Answer = context =>
    {
        context.Response.StatusCode = (int)status;
        return Task.CompletedTask;
    };

    internal void RedirectsTo(string location) => Answer = context =>
    {
        context.Response.Redirect(location);
        return Task.CompletedTask;
    };

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(true));
        await app.DisposeAsync();
    }
}
