using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Engagement.Hosting;
using Engagement.Testing;

namespace Engagement.Importer.Tests;

public sealed class ValidationTests
{
    private const string Path = "/feeds/validate";

    [Fact]
    public async Task A_dry_run_reports_what_an_import_does_and_stores_nothing()
    {
        await using var world = await ImporterWorld.Start();
        var feed = TestFeed.Of(
            TestFeed.Mission("m-1", extra: "<activity>Plongée</activity><unknown>x</unknown>"),
            TestFeed.Mission("m-2", title: "Bricolage", extra: "<places>-3</places><startAt>31/02/2027</startAt>"),
            TestFeed.Mission("m-1"),
            TestFeed.Mission("m-3", extra: "<endAt>2020-01-01</endAt>"));
        await world.Writes();
        var before = await world.Writes();

        var report = await Read(await Post(world, feed));

        Assert.Equal(before, await world.Writes());
        Assert.Empty(world.Catalog.Messages);
        var import = await world.Import(feed);
        Assert.Equal(
            (import["received"], import["created"], import["refused"], import["duplicates"], import["warnings"]),
            (Int(report, "received"), Int(report, "accepted"), Int(report, "refused"), Int(report, "duplicates"), Int(report, "warnings")));
        Assert.Equal((await world.Items(import)).Select(Line).Order(StringComparer.Ordinal), report.GetProperty("items").EnumerateArray().Select(Line).Order(StringComparer.Ordinal));
        Assert.Equal(["m-1", "m-3"], report.GetProperty("previews").EnumerateArray().Select(p => p.GetProperty("mission").GetProperty("clientId").GetString()));
        Assert.True(report.GetProperty("previews")[1].GetProperty("expired").GetBoolean());
    }

    [Fact]
    public async Task A_feed_is_read_from_its_address_a_form_or_json_compressed_or_not()
    {
        await using var partner = await FeedServer.Start();
        partner.Serves(TestFeed.Numbered(3));
        await using var world = await ImporterWorld.Start(partner.Allowed);
        using var client = new HttpClient { BaseAddress = world.Host.Address };

        Assert.Equal(3, Int(await Read(await client.PostAsync($"{Path}?url={Uri.EscapeDataString(partner.Address.ToString())}", null)), "accepted"));
        Assert.Equal(3, Int(await Read(await client.PostAsJsonAsync(Path, new { url = partner.Address })), "accepted"));
        using var form = new MultipartFormDataContent { { new StringContent("benevolat"), "type" }, { new ByteArrayContent(Gzip(TestFeed.Numbered(2))), "file", "flux.xml.gz" } };
        Assert.Equal(2, Int(await Read(await client.PostAsync(Path, form)), "accepted"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/feed.xml")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[::1]/feed.xml")]
    public async Task An_address_inside_is_refused_as_by_an_import(string url)
    {
        await using var world = await ImporterWorld.Start();

        var report = await Read(await world.Host.Client.PostAsJsonAsync(Path, new { url }));

        Assert.Equal(("FAILED", "ADDRESS_FORBIDDEN"), (report.GetProperty("status").GetString(), report.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("{\"url\":\"ftp://exemple.fr\"}", "commencer par https://")]
    [InlineData("{\"url\":\"\"}", "Donnez l'adresse de votre flux")]
    [InlineData("{\"url\":\"https://exemple.fr\",\"type\":\"autre\"}", "Le type « autre » est inconnu")]
    [InlineData("{", "illisible")]
    public async Task A_request_that_says_nothing_clear_is_told_what_to_send(string body, string error)
    {
        await using var world = await ImporterWorld.Start();

        using var answer = await world.Host.Client.PostAsync(Path, new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(error, JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_feed_is_read_as_far_as_it_goes_and_says_why_it_ends()
    {
        await using var world = await ImporterWorld.Start();

        var report = await Read(await Post(world, TestFeed.Numbered(3).Replace("</source>", "<mission><clientId>", StringComparison.Ordinal)));

        Assert.Equal(("FAILED", "TRUNCATED", 3), (report.GetProperty("status").GetString(), report.GetProperty("reason").GetString(), Int(report, "accepted")));
    }

    [Fact]
    public async Task A_file_beyond_the_limits_is_refused()
    {
        await using var world = await ImporterWorld.Start(new("Validation:MaxMegabytes", "1"), new("Validation:MaxInflatedMegabytes", "2"));
        var large = TestFeed.Of(TestFeed.Mission("m-1", extra: $"<schedule>{new string('x', 3 << 20)}</schedule>"));

        using var tooLarge = await Post(world, large);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        var inflated = await Read(await world.Host.Client.PostAsync(Path, new ByteArrayContent(Gzip(large))));
        Assert.Equal("FAILED", inflated.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_network_that_asks_too_often_waits_and_another_does_not()
    {
        await using var world = await ImporterWorld.Start(KeyValuePair.Create("Validation:PerMinute", (string?)"2"));
        var token = InternalApi.FrontDoorToken(new InternalOptions { Secret = ServiceHost.Secret });
        foreach (var status in new[] { HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests })
        {
            using var answer = await From(world, "203.0.113.7", token);
            Assert.Equal(status, answer.StatusCode);
        }

        using var neighbour = await From(world, "203.0.113.8", token);
        Assert.Equal(HttpStatusCode.TooManyRequests, neighbour.StatusCode);
        Assert.True(neighbour.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        using var other = await From(world, "203.0.114.7", token);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        // Who is not the front door does not say where it comes from.
        foreach (var (n, status) in new[] { HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests }.Index())
        {
            using var liar = await From(world, $"198.51.100.{n}", "0");
            Assert.Equal(status, liar.StatusCode);
        }
    }

    [Fact]
    public async Task The_page_shows_the_report_and_the_missions_with_nothing_that_runs()
    {
        await using var world = await ImporterWorld.Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, Path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        request.Content = new MultipartFormDataContent
        {
            { new StringContent(TestFeed.Of(TestFeed.Refused("m-1"), TestFeed.Mission("m-2").Replace("Entretenir les", "<![CDATA[<p onclick=\"x()\">Bien <b>arroser</b><script>alert(1)</script></p>]]>", StringComparison.Ordinal))), "file", "flux.xml" },
        };

        using var answer = await world.Host.Client.SendAsync(request);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Contains("TITLE_MISSING", page, StringComparison.Ordinal);
        Assert.Contains("<b>arroser</b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<p onclick", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("data:image/svg", page, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> Post(ImporterWorld world, string xml) => world.Host.Client.PostAsync(Path, new ByteArrayContent(TestFeed.Utf8(xml)));

    private static Task<HttpResponseMessage> From(ImporterWorld world, string address, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(TestFeed.Utf8(TestFeed.Numbered(1))) };
        request.Headers.Add(InternalApi.ClientHeader, address);
        request.Headers.Add(InternalApi.FrontDoorHeader, token);
        return world.Host.Client.SendAsync(request);
    }

    private static async Task<JsonElement> Read(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {text}");
        response.Dispose();
        return JsonElement.Parse(text);
    }

    private static int Int(JsonElement report, string name) => report.GetProperty(name).GetInt32();

    private static string Line(JsonElement item) => string.Create(
        CultureInfo.InvariantCulture,
        $"{item.GetProperty("kind")} {item.GetProperty("code")} {item.GetProperty("position")} {item.GetProperty("line")} {item.GetProperty("clientId")} {item.GetProperty("field")} {item.GetProperty("value")} {item.GetProperty("message")}");

    private static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
