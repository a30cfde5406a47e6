using System.Net;
using System.Text;
using System.Text.Json;
using Engagement.Testing;
using Microsoft.AspNetCore.Http;

namespace Engagement.EndToEnd.Tests;

/// <summary>Texts of 10,000 characters of every kind in every field of every way in: no part of the service minds, then or after a restart.</summary>
public sealed class HostileTextTests
{
    private const string Partner = "Partenaire aux longs textes";

    private static readonly string[] Texts =
    [
        "type", "title", "description", "domain", "schedule", "priority", "metadata", "image", "applicationUrl", "postedAt", "startAt", "endAt",
        "organizationClientId", "organizationName", "organizationUrl", "organizationWebsite", "organizationLogo", "organizationDescription",
        "organizationStatusJuridique", "organizationType", "organizationFullAddress", "organizationPostCode", "organizationCity", "organizationRNA",
        "organizationSiren", "organizationSiret", "parentOrganizationName", "clientId",
    ];

    private static readonly string[] Lists =
        ["activity", "tags", "audience", "softSkills", "romeSkills", "requirements", "tasks", "organizationBeneficiaries", "organizationActions", "organizationReseaux"];

    private static readonly string[] Places = ["address", "postalCode", "city", "departmentCode", "departmentName", "region", "country", "lonlat"];

    private readonly Random random = new(9);

    [Fact]
    public async Task Every_part_stays_ready_and_the_neighbours_are_there_after_a_restart()
    {
        await using var database = await PostgresCluster.CreateDatabase();
        await using var server = await FeedServer.Start(new Dictionary<string, RequestDelegate> { ["/rpde"] = Answer });
        await using (var instance = await Instance.Start(database, server.Allowed))
        {
            var fed = await instance.ImportFile(Partner, Encoding.UTF8.GetBytes(Xml()));
            var paged = await instance.ImportUrl("Partenaire RPDE", $"{server.Address}rpde", format: "rpde");
            await Push(instance);

            foreach (var import in new[] { fed, paged })
            {
                Assert.True(import.Status == "SUCCESS", import.Text);
                Assert.Equal(0, import["failed"]);
            }

            await AssertWell(instance);
            await instance.Kill();
        }

        await using var again = await Instance.Start(database, server.Allowed);
        await AssertWell(again);
        (await again.ImportFile("Un autre", Encoding.UTF8.GetBytes($"<source>{Mission("apres")}</source>"))).AssertCounts(1, created: 1);
        Assert.Equal(4, (await again.Query("{ missions(search: \"voisine\") { totalCount } }")).GetProperty("missions").GetProperty("totalCount").GetInt32());
    }

    private async Task AssertWell(Instance instance)
    {
        await Eventually.Holds(
            async () => await instance.Client.GetStringAsync("/health/ready") is { } health && !health.Contains("Degraded", StringComparison.Ordinal)
                && health.Contains("\"catalog-structures\"", StringComparison.Ordinal),
            "every part is well");
        Assert.False(instance.HasEnded, instance.Log);
        var found = (await instance.Query("{ missions(search: \"voisine\") { totalCount } }")).GetProperty("missions").GetProperty("totalCount").GetInt32();
        Assert.True(found >= 3, $"{found} neighbours are found.");
    }

    private string Xml()
    {
        var missions = new StringBuilder(Mission("voisine"));
        foreach (var (kind, text) in Kinds())
        {
            var value = WebUtility.HtmlEncode(text);
            foreach (var element in Texts.Concat(Lists).Concat(Places))
            {
                missions.Append(Mission($"{element}-{kind}", (element, value), ("organizationPostCode", "75011"), ("organizationCity", "Paris")));
            }
        }

        return $"<source>{missions}</source>";
    }

    private string Rpde()
    {
        var items = Kinds().SelectMany(kind => Texts.Concat(Lists).Concat(Places).Select(field => Item($"{field}-{kind.Name}", field, kind.Text))).Prepend(Item("voisine", "schedule", "le soir"));
        return JsonSerializer.Serialize(new { next = "/rpde?after=1", items = items.ToArray(), license = "x" });
    }

    private async Task Push(Instance instance)
    {
        var key = await instance.NewKey(Partner, "read,publish");
        foreach (var (kind, text) in Kinds().Append(("none", "le soir")))
        {
            // The name of a field of the schema is that of the format.
            foreach (var field in Texts.Except(["clientId", "type"]).Select(f => f.Replace("RNA", "Rna", StringComparison.Ordinal)))
            {
                await Submit(instance, key, field, kind, text, "String");
            }

            foreach (var field in Lists)
            {
                await Submit(instance, key, field, kind, new[] { text }, "[String!]");
            }
        }
    }

    private static async Task Submit(Instance instance, string key, string field, string kind, object value, string type)
    {
        var fields = new Dictionary<string, string>
        {
            ["title"] = "\"Une voisine du jardin\"",
            ["description"] = "\"Utile à tous.\"",
            ["applicationUrl"] = "\"https://example.fr/p\"",
            ["organizationPostCode"] = "\"75011\"",
            ["organizationCity"] = "\"Paris\"",
            [field] = "$value",
        };
        var input = string.Join(", ", fields.Select(f => $"{f.Key}: {f.Value}"));
        var answer = await instance.QueryAs(
            key, $"mutation($value: {type}) {{ submitMission(input: {{ clientId: \"poussee\", {input} }}) {{ outcome userErrors {{ code }} }} }}", new { value });
        Assert.Contains(answer.GetProperty("submitMission").GetProperty("outcome").GetString(), new[] { "CREATED", "UPDATED", "UNCHANGED", "REFUSED" });
        Assert.DoesNotContain("CONTENT_REFUSED", answer.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Letters that no index compresses, letters of three and of four bytes, and one that turns the direction of writing round.</summary>
    private IEnumerable<(string Name, string Text)> Kinds()
    {
        yield return ("latin", "Un mot " + new string([.. Enumerable.Range(0, 10_000).Select(_ => (char)random.Next('À', 'ɏ'))]).Replace('Ã', 'a').Replace('Â', 'a').Replace('Å', 'a'));
        yield return ("three", "Un mot " + new string([.. Enumerable.Range(0, 10_000).Select(_ => (char)random.Next('一', '龥'))]));
        yield return ("four", "Un mot " + string.Concat(Enumerable.Range(0, 10_000).Select(_ => char.ConvertFromUtf32(random.Next(0x20000, 0x2A6D0)))));
        yield return ("at", "Un mot " + string.Concat(Enumerable.Range(0, 493).Select(_ => char.ConvertFromUtf32(random.Next(0x20000, 0x2A6D0)))));
        yield return ("turned", "Un \u202Emot");
    }

    private static object Item(string id, string field, string text)
    {
        var data = new Dictionary<string, object>
        {
            ["title"] = TitleOf(id),
            ["description"] = "Utile à tous.",
            ["applicationUrl"] = $"https://example.fr/{WebUtility.UrlEncode(id)}",
            ["organizationName"] = "Les Jardins du voisinage",
            ["organizationPostCode"] = "75011",
            ["organizationCity"] = "Paris",
            [field] = text,
        };
        return new { state = "updated", kind = "mission", id, modified = 1, data };
    }

    private static string Mission(string clientId, params (string Element, string Value)[] elements)
    {
        var fields = new Dictionary<string, string>
        {
            ["clientId"] = clientId,
            ["title"] = TitleOf(clientId),
            ["description"] = "Utile à tous.",
            ["applicationUrl"] = "https://example.fr/1",
            ["organizationName"] = "Les Jardins du voisinage",
        };
        foreach (var (element, value) in elements)
        {
            fields.TryAdd(element, value);
            fields[element] = element == elements[0].Element ? elements[0].Value : fields[element];
        }

        return $"<mission>{string.Concat(fields.Select(f => $"<{f.Key}>{f.Value}</{f.Key}>"))}</mission>";
    }

    private static string TitleOf(string clientId) => clientId is "voisine" or "apres" ? "Une voisine du jardin" : "Aide au jardin";

    private Task Answer(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(context.Request.Query.ContainsKey("after") ? """{"next":"/rpde?after=1","items":[],"license":"x"}""" : Rpde());
    }
}
