using System.Net;
using System.Security.Cryptography;
using System.Text;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;

namespace Engagement.Catalog.Tests;

public sealed class PartnersTests
{
    [Fact]
    public async Task A_publisher_is_created_once_however_often_it_is_asked_for()
    {
        await using var world = await CatalogWorld.Create();

        var calls = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.CreatePublisher("  Réserve Civique ")));

        Assert.Single(calls, c => c.Created);
        Assert.All(calls, c => Assert.Equal((EntityId.OfPublisher("reserve-civique"), "reserve-civique", "Réserve Civique"), (c.Id, c.Slug, c.Name)));
        var entry = Assert.Single(await world.Log(), e => e.EntityId == calls[0].Id);
        var body = MessageJson.Read<PublisherBody>(entry.Body!.Value);
        Assert.Equal(("Réserve Civique", "reserve-civique", true, true), (body.Name, body.Slug, body.IsPublisher, body.IsPublic));
    }

    [Fact]
    public async Task A_private_publisher_is_not_public()
    {
        await using var world = await CatalogWorld.Create();

        var created = await world.CreatePublisher("Discret", isPrivate: true);

        var entry = Assert.Single(await world.Log(), e => e.EntityId == created.Id);
        Assert.False(MessageJson.Read<PublisherBody>(entry.Body!.Value).IsPublic);
    }

    [Fact]
    public async Task A_name_without_a_letter_or_digit_is_refused()
    {
        await using var world = await CatalogWorld.Create();

        using var answer = await world.Host.Client.PostAsync("/internal/catalog/keys?partner=%20-%20", null);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_key_is_answered_alone_and_only_its_hash_is_kept()
    {
        await using var world = await CatalogWorld.Create();

        using var answer = await world.Host.Client.PostAsync("/internal/catalog/keys?partner=SNU&scope=read,publish", null);
        var key = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Matches("^eng_[A-Za-z0-9_-]{40,}$", key);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        Assert.Equal(hash, await world.Database.Scalar<string>("select encode(hash, 'hex') from catalog.api_key"));
        Assert.DoesNotContain(key, await world.Database.Scalar<string>(
            "select (select string_agg(c::text, '') from catalog.change c) || (select string_agg(k::text, '') from catalog.api_key k)"), StringComparison.Ordinal);
        var body = MessageJson.Read<KeyBody>((await world.Log()).Single(e => e.Kind == ChangeKinds.Key).Body!.Value);
        Assert.Equal((EntityId.OfPublisher("snu"), hash, null, null), (body.PartnerId, body.Hash, body.ExpiresAt, body.RevokedAt));
        Assert.Equal(["read", "publish"], body.Scopes);
    }

    [Fact]
    public async Task A_key_for_an_unknown_partner_makes_a_diffuser_that_an_import_turns_into_a_publisher()
    {
        await using var world = await CatalogWorld.Create();
        using var answer = await world.Host.Client.PostAsync("/internal/catalog/keys?partner=jeunes&scope=read", null);
        Assert.Equal("f|f", await world.Database.Scalar<string>("select concat_ws('|', is_publisher, is_public) from catalog.publisher where slug = 'jeunes'"));

        var created = await world.CreatePublisher("jeunes");

        Assert.False(created.Created);
        Assert.Equal("t|t|2", await world.Database.Scalar<string>("select concat_ws('|', is_publisher, is_public, version) from catalog.publisher where slug = 'jeunes'"));
    }

    [Fact]
    public async Task An_unknown_scope_is_refused_and_the_known_ones_are_named()
    {
        await using var world = await CatalogWorld.Create();

        using var answer = await world.Host.Client.PostAsync("/internal/catalog/keys?partner=SNU&scope=read,all", null);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("read, publish, apply, admin", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await world.Database.Scalar<long>("select count(*) from catalog.api_key"));
    }

    [Fact]
    public async Task A_browser_key_carries_its_sites_to_the_log()
    {
        await using var world = await CatalogWorld.Create();

        using var answer = await world.Host.Client.PostAsync("/internal/catalog/keys?partner=SNU&origin=https://snu.example,http://localhost:3000", null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var entry = Assert.Single(await world.Log(), e => e.Kind == ChangeKinds.Key);
        Assert.Equal(["https://snu.example", "http://localhost:3000"], MessageJson.Read<KeyBody>(entry.Body!.Value).Origins);
    }

    [Theory]
    [InlineData("origin=snu.example")]
    [InlineData("origin=https://snu.example/")]
    [InlineData("origin=https://SNU.example")]
    [InlineData("origin=https://snu.example/page")]
    [InlineData("origin=ftp://snu.example")]
    [InlineData("origin=*")]
    [InlineData("origin=https://snu.example&scope=read,publish")]
    public async Task A_browser_key_for_no_site_or_for_more_than_reading_is_refused(string parameters)
    {
        await using var world = await CatalogWorld.Create();

        using var answer = await world.Host.Client.PostAsync($"/internal/catalog/keys?partner=SNU&{parameters}", null);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
