using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engagement.EndToEnd.Tests;

/// <summary>A partner's server on this machine, with an answer for each path.</summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private FeedServer(WebApplication app) => this.app = app;

    internal Uri Address => new(app.Urls.Single());

    /// <summary>The setting that lets Importer reach it.</summary>
    internal KeyValuePair<string, string>[] Allowed => [new("Fetch__AllowedPrivateEndpoints__0", Address.Authority)];

    internal static Task<FeedServer> Start(params (string Path, string Text)[] feeds) => Start(feeds.ToDictionary(f => f.Path, f => Xml(f.Text)));

    internal static async Task<FeedServer> Start(IReadOnlyDictionary<string, RequestDelegate> answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        foreach (var (path, answer) in answers)
        {
            app.MapGet(path, answer);
        }

        await app.StartAsync();
        return new FeedServer(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static RequestDelegate Xml(string text) => context =>
    {
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(text);
    };
}
