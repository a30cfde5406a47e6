using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engagement.Testing;

namespace Engagement.EndToEnd.Tests;

/// <summary>A key from its first request to its last, through Catalog, the log, Search and the pages of Importer.</summary>
public sealed class KeyLifeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_works_as_soon_as_it_is_printed_and_ends_with_its_sessions_as_soon_as_that_is_said(bool rabbit)
    {
        await using var transport = await Transport.Start(rabbit);
        await using var database = await PostgresCluster.CreateDatabase();
        await using var instance = await Instance.Start(database, [.. transport.Settings, new("Keys__ReportEverySeconds", "1")]);

        // The first is not asked for before it is there: none of these waits.
        foreach (var partner in new[] { "Un", "Deux", "Trois" })
        {
            Assert.Equal(HttpStatusCode.OK, await Status(instance, await Create(instance, partner)));
        }

        var (key, page) = (await Create(instance, "SNU"), await Create(instance, "SNU"));
        using var browser = await SignedIn(instance, page);
        Assert.Equal(HttpStatusCode.OK, await PageStatus(browser));

        // Rotated: both are good, then the old one ends.
        var rotated = (await Post(instance, $"{await IdOf(instance, database, key)}/rotate?overlap=7d")).Split('\n')[0];
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [await Status(instance, key), await Status(instance, rotated)]);
        await Post(instance, $"{await IdOf(instance, database, rotated)}/rotate?overlap=0");
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized], [await Status(instance, key), await Status(instance, rotated)]);

        // Revoked: the key and the session that it opened.
        await Post(instance, $"{await IdOf(instance, database, page)}/revoke");
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(instance, page));
        Assert.Equal(HttpStatusCode.Found, await PageStatus(browser));
        Assert.Equal(0, await database.Scalar<long>("select count(*) from importer.session"));

        await Eventually.Holds(
            async () => (await Keys(instance)).Count(k => k.GetProperty("lastUsedAt").ValueKind == JsonValueKind.String) == 6, "six keys were used");
        foreach (var secret in new[] { key, page, rotated })
        {
            Assert.DoesNotContain(secret, instance.Log, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_minute_before_an_orderly_stop_is_not_forgotten()
    {
        await using var database = await PostgresCluster.CreateDatabase();
        await using (var instance = await Instance.Start(database))
        {
            Assert.Equal(HttpStatusCode.OK, await Status(instance, await Create(instance, "SNU")));
        }

        Assert.Equal(1, await database.Scalar<long>("select count(*) from catalog.api_key where last_used_at is not null"));
    }

    private static async Task<string> Create(Instance instance, string partner)
    {
        using var answer = await instance.Client.PostAsync($"/internal/catalog/keys?partner={partner}", null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpStatusCode> Status(Instance instance, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query={__typename}");
        request.Headers.Add("Authorization", $"Bearer {key}");
        using var answer = await instance.Client.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<string> Post(Instance instance, string order)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/internal/catalog/keys/{order}");
        request.Headers.Add("Accept", "text/plain");
        using var answer = await instance.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{order}: {answer.StatusCode} {text}");
        return text;
    }

    private static async Task<IEnumerable<JsonElement>> Keys(Instance instance) =>
        (await instance.Client.GetFromJsonAsync<JsonElement>("/internal/catalog/keys")).GetProperty("keys").EnumerateArray();

    private static async Task<Guid> IdOf(Instance instance, TestDatabase database, string key)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        var id = await database.Scalar<Guid>($"select id from catalog.api_key where encode(hash, 'hex') = '{hash}'");
        Assert.Contains(await Keys(instance), k => k.GetProperty("id").GetGuid() == id);
        return id;
    }

    private static async Task<HttpClient> SignedIn(Instance instance, string key)
    {
        var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = instance.Client.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/feeds/sign-in") { Content = new FormUrlEncodedContent([new("key", key)]) };
        request.Headers.Add("Origin", browser.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var answer = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return browser;
    }

    private static async Task<HttpStatusCode> PageStatus(HttpClient browser)
    {
        using var answer = await browser.GetAsync("/feeds");
        return answer.StatusCode;
    }
}
