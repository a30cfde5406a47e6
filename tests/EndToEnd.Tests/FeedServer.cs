using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engagement.EndToEnd.Tests;

/// <summary>A partner's server on this machine, with texts at paths.</summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private FeedServer(WebApplication app) => this.app = app;

    internal Uri Address => new(app.Urls.Single());

    /// <summary>The setting that lets Importer reach it.</summary>
    internal KeyValuePair<string, string>[] Allowed => [new("Fetch__AllowedPrivateEndpoints__0", Address.Authority)];

    internal static async Task<FeedServer> Start(params (string Path, string Text)[] feeds)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        foreach (var (path, text) in feeds)
        {
            app.MapGet(path, () => Results.Text(text, "application/xml"));
        }

        await app.StartAsync();
        return new FeedServer(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
