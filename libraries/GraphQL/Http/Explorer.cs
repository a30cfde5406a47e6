using System.IO.Compression;
using System.Reflection;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Engagement.GraphQL.Http;

/// <summary>GraphiQL, for browsers that open the endpoint: static files inside the assembly, nothing from elsewhere.</summary>
internal static class Explorer
{
    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        ["graphiql.min.js"] = "text/javascript",
        ["graphiql.min.css"] = "text/css",
        ["react.production.min.js"] = "text/javascript",
        ["react-dom.production.min.js"] = "text/javascript",
        ["explorer.js"] = "text/javascript",
        ["explorer.css"] = "text/css",
        ["LICENSES.txt"] = "text/plain",
    };

    /// <summary>A browser asks for HTML first and sends no query.</summary>
    internal static bool IsAskedFor(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Query.ContainsKey("query") && !request.Query.ContainsKey("documentId") && !request.Query.ContainsKey("extensions")
        && MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    internal static async Task SendPage(HttpContext http)
    {
        using var reader = new StreamReader(Open("explorer.html")!);
        var page = (await reader.ReadToEndAsync(http.RequestAborted)).Replace("{base}", HtmlEncoder.Default.Encode(http.Request.PathBase + http.Request.Path.Value?.TrimEnd('/')), StringComparison.Ordinal);
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.Vary = "Accept";
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";
        await http.Response.WriteAsync(page, http.RequestAborted);
    }

    internal static async Task SendFile(HttpContext http)
    {
        var name = http.Request.RouteValues["file"] as string ?? "";
        if (!ContentTypes.TryGetValue(name, out var contentType))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        http.Response.ContentType = contentType + "; charset=utf-8";
        http.Response.Headers.CacheControl = "public, max-age=86400";
        http.Response.Headers.Vary = "Accept-Encoding";
        if (Open(name) is { } plain)
        {
            await using (plain)
            {
                await plain.CopyToAsync(http.Response.Body, http.RequestAborted);
            }
            return;
        }
        await using var compressed = Open(name + ".gz") ?? throw new InvalidOperationException($"The explorer's file {name} is missing from the assembly.");
        if (http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.ContentEncoding = "gzip";
            await compressed.CopyToAsync(http.Response.Body, http.RequestAborted);
            return;
        }
        await using var inflated = new GZipStream(compressed, CompressionMode.Decompress);
        await inflated.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private static Stream? Open(string file) => Assembly.GetExecutingAssembly().GetManifestResourceStream($"explorer/{file}");
}
