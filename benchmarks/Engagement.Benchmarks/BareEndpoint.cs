using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engagement.Benchmarks;

/// <summary>The floor: Kestrel reading a request of the same size and answering as many bytes, without doing anything else.</summary>
internal static class BareEndpoint
{
    private static readonly byte[] Filler = CreateFiller();

    internal static async Task<int> Run(string port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add($"http://127.0.0.1:{port}");
        app.MapPost("/bytes/{count:int}", async (int count, HttpContext context) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = "application/graphql-response+json; charset=utf-8";
            context.Response.ContentLength = count;
            await context.Response.Body.WriteAsync(Filler.AsMemory(0, count));
        });
        app.MapGet("/health", () => Results.Ok());
        await app.RunAsync();
        return 0;
    }

    private static byte[] CreateFiller()
    {
        var filler = new byte[4 << 20];
        Array.Fill(filler, (byte)'x');
        return filler;
    }
}
