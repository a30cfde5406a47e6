using System.Text;

namespace Engagement.Importer.Tests;

/// <summary>Feeds of a few plain missions.</summary>
internal static class TestFeed
{
    internal static string Of(params IEnumerable<string> missions) => $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<source>\n{string.Concat(missions)}</source>\n";

    internal static string Numbered(int count, int from = 1) => Of(Enumerable.Range(from, count).Select(n => Mission($"m-{n:00000}")));

    internal static string Mission(string clientId, string title = "Aider au jardin partagé", string extra = "") =>
        $"""
        <mission>
        <clientId>{clientId}</clientId>
        <title>{title}</title>
        <description>Entretenir les parcelles avec les habitants.</description>
        <applicationUrl>https://partenaire.example.fr/missions/{clientId}</applicationUrl>
        <domain>environnement</domain>
        <organizationClientId>org-1</organizationClientId>
        <organizationName>Les Jardins du Lac</organizationName>
        {extra}
        </mission>

        """;

    internal static string Refused(string clientId) => Mission(clientId, title: "");

    internal static byte[] Utf8(string xml) => Encoding.UTF8.GetBytes(xml);
}
