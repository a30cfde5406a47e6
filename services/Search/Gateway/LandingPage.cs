using System.Reflection;

namespace Engagement.Search.Gateway;

/// <summary>The page at <c>/</c>: what this is and where to go on.</summary>
internal static class LandingPage
{
    private static readonly string Html = Read();

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", () => TypedResults.Content(Html, "text/html; charset=utf-8"));

    private static string Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Engagement.Search.Gateway.LandingPage.html")
            ?? throw new InvalidOperationException("LandingPage.html is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
