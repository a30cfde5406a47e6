using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engagement.Catalog.Tests;

/// <summary>A key's life: made, listed, given an end, replaced, revoked. Whoever follows the log learns each step.</summary>
public sealed class KeyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_revoked_key_is_revoked_in_the_log_once_however_often_it_is_asked()
    {
        await using var world = await CatalogWorld.Create(Now);
        var (id, _) = await NewKey(world, "SNU");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Post(world, $"{id}/revoke")));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
        var entries = await Entries(world, id);
        Assert.Equal([1L, 2L], entries.Select(e => e.Version));
        Assert.Equal((null, Now), (entries[0].Body.RevokedAt, entries[1].Body.RevokedAt));
        Assert.Equal(Now, (await Key(world, id)).GetProperty("revokedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Revoking_a_key_whose_column_was_set_by_hand_tells_the_log()
    {
        await using var world = await CatalogWorld.Create(Now);
        var (id, _) = await NewKey(world, "SNU");
        await world.Database.Execute("update catalog.api_key set revoked_at = '2026-11-01T00:00Z'");

        var answer = await Post(world, $"{id}/revoke");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(Now.AddHours(-33.5), (await Entries(world, id))[^1].Body.RevokedAt);
    }

    [Fact]
    public async Task An_unknown_key_is_told_as_such()
    {
        await using var world = await CatalogWorld.Create(Now);
        foreach (var what in new[] { "revoke", "expire?at=2027-01-01", "rotate" })
        {
            var answer = await Post(world, $"{Guid.NewGuid()}/{what}");

            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.Contains("No key has the id", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_expires_at_the_end_of_a_day_in_Paris_or_at_an_instant()
    {
        await using var world = await CatalogWorld.Create(Now);
        var (id, _) = await NewKey(world, "SNU");
        (string Date, string End)[] dates =
        [
            ("2026-12-31", "2026-12-31T23:00:00Z"),
            ("2027-06-30", "2027-06-30T22:00:00Z"),
            ("2026-11-02", "2026-11-02T23:00:00Z"),
            ("2026-12-31T12:00:00Z", "2026-12-31T12:00:00Z"),
            ("2026-12-31T12:00:00%2B01:00", "2026-12-31T11:00:00Z"),
        ];
        foreach (var (date, end) in dates)
        {
            var expected = DateTimeOffset.Parse(end, CultureInfo.InvariantCulture);

            Assert.Equal(HttpStatusCode.OK, (await Post(world, $"{id}/expire?at={date}")).Status);
            var (born, _) = await NewKey(world, "SNU", $"&expires={date}");

            Assert.Equal((expected, expected), ((await Entries(world, id))[^1].Body.ExpiresAt, Assert.Single(await Entries(world, born)).Body.ExpiresAt));
        }
    }

    [Fact]
    public async Task A_date_that_is_past_too_far_or_none_is_refused()
    {
        await using var world = await CatalogWorld.Create(Now);
        var (id, _) = await NewKey(world, "SNU");
        foreach (var date in new[] { "2026-11-01", "2026-11-02T09:30:00Z", "2127-01-01", "9999-12-31", "demain", "2026-02-30", "%20", "%00" })
        {
            var expire = await Post(world, $"{id}/expire?at={date}");
            using var create = await world.Host.Client.PostAsync($"/internal/catalog/keys?partner=SNU&expires={date}", null);

            Assert.Equal((date, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (date, expire.Status, create.StatusCode));
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await Post(world, $"{id}/expire")).Status);
        Assert.Single(await Entries(world, id));
        Assert.Equal(1, await world.Database.Scalar<long>("select count(*) from catalog.api_key"));
    }

    [Fact]
    public async Task An_expiry_moves_and_goes_while_the_key_lives()
    {
        await using var world = await CatalogWorld.Create(Now);
        var (id, _) = await NewKey(world, "SNU", "&expires=2026-12-31");

        Assert.Equal(HttpStatusCode.OK, (await Post(world, $"{id}/expire?at=2026-11-30")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Post(world, $"{id}/expire?at=2027-11-30")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Post(world, $"{id}/expire?at=never")).Status);

        Assert.Equal(
            ["2026-12-31T23:00Z", "2026-11-30T23:00Z", "2027-11-30T23:00Z", null],
            (await Entries(world, id)).Select(e => e.Body.ExpiresAt?.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("revoked")]
    public async Task A_key_that_has_ended_stays_ended(string how)
    {
        var clock = new MovableClock(Now);
        await using var world = await CatalogWorld.Create(more: services => services.AddSingleton<TimeProvider>(clock));
        var (id, _) = await NewKey(world, "SNU", "&expires=2026-11-03");
        if (how == "revoked")
        {
            await Post(world, $"{id}/revoke");
        }
        else
        {
            clock.Advance(TimeSpan.FromDays(2));
        }

        var before = (await Entries(world, id)).Count;
        var (later, never, rotated) = (await Post(world, $"{id}/expire?at=2027-01-01"), await Post(world, $"{id}/expire?at=never"), await Post(world, $"{id}/rotate"));

        Assert.All([later, never, rotated], a => Assert.Equal(HttpStatusCode.Conflict, a.Status));
        Assert.Equal(before, (await Entries(world, id)).Count);
        Assert.Equal(1, await world.Database.Scalar<long>("select count(*) from catalog.api_key"));
    }

    [Fact]
    public async Task A_key_is_rotated_into_one_of_the_same_partner_rights_and_sites_and_ends_after_the_overlap()
    {
        await using var world = await CatalogWorld.Create(Now);
        var (id, text) = await NewKey(world, "SNU", "&origin=https://snu.example,https://autre.example");

        var answer = await Post(world, $"{id}/rotate?overlap=36h", "text/plain");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var made = answer.Text.Split('\n')[0];
        Assert.Matches("^eng_[A-Za-z0-9_-]{40,}$", made);
        Assert.NotEqual(text, made);
        var fresh = (await world.Log()).Where(e => e.Kind == ChangeKinds.Key).Select(e => (e.EntityId, Body: MessageJson.Read<KeyBody>(e.Body!.Value))).Single(e => e.Body.Hash == HashOf(made));
        var old = (await Entries(world, id))[^1].Body;
        Assert.Equal((old.PartnerId, null, null), (fresh.Body.PartnerId, fresh.Body.ExpiresAt, fresh.Body.RevokedAt));
        Assert.Equal((old.Scopes, old.Origins), (fresh.Body.Scopes, fresh.Body.Origins), Same);
        Assert.Equal((Now.AddHours(36), null), (old.ExpiresAt, old.RevokedAt));
        Assert.Equal(fresh.EntityId, (await Key(world, id)).GetProperty("replacedBy").GetGuid());
    }

    [Fact]
    public async Task A_rotation_ends_the_old_key_no_later_than_it_would_have_and_lets_the_new_one_live_as_long()
    {
        await using var world = await CatalogWorld.Create(Now);
        var (id, _) = await NewKey(world, "SNU", "&expires=2026-11-04T09:30:00Z");

        await Post(world, $"{id}/rotate");

        var bodies = (await world.Log()).Where(e => e.Kind == ChangeKinds.Key).Select(e => (e.EntityId, Body: MessageJson.Read<KeyBody>(e.Body!.Value))).ToList();
        Assert.Equal(Now.AddDays(2), bodies.Last(b => b.EntityId == id).Body.ExpiresAt);
        Assert.Equal(Now.AddDays(2), bodies.Single(b => b.EntityId != id).Body.ExpiresAt);
    }

    [Fact]
    public async Task A_key_is_rotated_once_and_its_successor_next()
    {
        await using var world = await CatalogWorld.Create(Now);
        var (first, _) = await NewKey(world, "SNU");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Post(world, $"{first}/rotate")));
        var second = (await Key(world, first)).GetProperty("replacedBy").GetGuid();
        var again = await Post(world, $"{first}/rotate");
        var next = await Post(world, $"{second}/rotate?overlap=0");

        Assert.Equal(1, answers.Count(a => a.Status == HttpStatusCode.OK));
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Contains(second.ToString(), again.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, next.Status);
        Assert.Equal(3, await world.Database.Scalar<long>("select count(*) from catalog.api_key"));
        Assert.Equal(
            (Now.AddDays(7), Now), ((await Entries(world, first))[^1].Body.ExpiresAt, (await Entries(world, second))[^1].Body.ExpiresAt));
    }

    [Fact]
    public async Task An_overlap_that_is_none_is_refused()
    {
        await using var world = await CatalogWorld.Create(Now);
        var (id, _) = await NewKey(world, "SNU");
        foreach (var overlap in new[] { "-1d", "7", "7w", "366d", "99999999999999999999d", "2147483647d", "d", "", "7 d", "%207d" })
        {
            Assert.Equal((overlap, HttpStatusCode.BadRequest), (overlap, (await Post(world, $"{id}/rotate?overlap={overlap}")).Status));
        }

        Assert.Equal(1, await world.Database.Scalar<long>("select count(*) from catalog.api_key"));
    }

    [Fact]
    public async Task The_list_tells_all_of_keys_but_their_texts_and_hashes()
    {
        await using var world = await CatalogWorld.Create(Now);
        var (first, firstText) = await NewKey(world, "SNU", "&scope=read,publish");
        var (second, secondText) = await NewKey(world, "Jeunes", "&origin=https://jeunes.example&expires=2026-12-31");

        var (json, text) = (await List(world, "", "application/json"), await List(world, "", "text/plain"));
        var own = JsonDocument.Parse((await List(world, "?partner=jeunes", "application/json")).Text).RootElement.GetProperty("keys");

        var keys = JsonDocument.Parse(json.Text).RootElement.GetProperty("keys");
        Assert.Equal(new[] { first, second }.Order(), keys.EnumerateArray().Select(k => k.GetProperty("id").GetGuid()).Order());
        Assert.Equal(second, Assert.Single(own.EnumerateArray()).GetProperty("id").GetGuid());
        Assert.Equal(
            "jeunes|read|https://jeunes.example|2026-11-02T09:30:00+00:00||2026-12-31T23:00:00+00:00||ACTIVE",
            string.Join('|', new[] { "partner", "scopes", "origins", "createdAt", "lastUsedAt", "expiresAt", "revokedAt", "status" }
                .Select(name => own[0].GetProperty(name)).Select(v => v.ValueKind == JsonValueKind.Array ? v[0].ToString() : v.ToString())));
        foreach (var answer in new[] { json, text })
        {
            foreach (var secret in new[] { firstText, secondText, HashOf(firstText), HashOf(secondText), Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(firstText))) })
            {
                Assert.DoesNotContain(secret, answer.Text, StringComparison.OrdinalIgnoreCase);
            }
        }

        Assert.Contains(first.ToString(), text.Text, StringComparison.Ordinal);
        Assert.Contains("https://jeunes.example", text.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_list_comes_in_pages_and_an_empty_one_says_how_to_begin()
    {
        await using var world = await CatalogWorld.Create(Now);
        Assert.Contains("./dev key --partner", (await List(world, "", "text/plain")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await List(world, "?partner=nobody", "text/plain")).Status);
        for (var i = 0; i < 5; i++)
        {
            await NewKey(world, "SNU");
        }

        var (seen, after) = (new List<Guid>(), "");
        do
        {
            var page = JsonDocument.Parse((await List(world, $"?limit=2{after}", "application/json")).Text).RootElement;
            seen.AddRange(page.GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("id").GetGuid()));
            after = page.GetProperty("next").ValueKind == JsonValueKind.Null ? "" : $"&after={page.GetProperty("next").GetGuid()}";
        }
        while (after.Length > 0);

        Assert.Equal(5, seen.Distinct().Count());
        Assert.Equal(5, seen.Count);
    }

    [Fact]
    public async Task Without_the_secret_no_key_is_listed_or_ended()
    {
        await using var world = await CatalogWorld.Create(Now);
        var (id, _) = await NewKey(world, "SNU");
        using var stranger = new HttpClient { BaseAddress = world.Host.Address };

        foreach (var what in new[] { "revoke", "expire?at=2027-01-01", "rotate", "used" })
        {
            using var answer = what == "used"
                ? await stranger.PostAsJsonAsync("/internal/catalog/keys/used", new { keys = new[] { new { id, at = Now } } })
                : await stranger.PostAsync($"/internal/catalog/keys/{id}/{what}", null);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            // The same sentence as for any path that is not there.
            Assert.DoesNotContain(id.ToString(), await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        }

        using var list = await stranger.GetAsync("/internal/catalog/keys");
        Assert.Equal(HttpStatusCode.NotFound, list.StatusCode);
        Assert.Single(await Entries(world, id));
    }

    [Fact]
    public async Task The_last_use_only_moves_forward_and_writes_no_log()
    {
        await using var world = await CatalogWorld.Create(Now);
        var (id, _) = await NewKey(world, "SNU");
        var head = (await world.Log()).Count;

        foreach (var at in new[] { Now.AddMinutes(-10), Now.AddMinutes(-5), Now.AddMinutes(-7), Now.AddMinutes(-5) })
        {
            using var answer = await world.Host.Client.PostAsJsonAsync(
                "/internal/catalog/keys/used", new { keys = new[] { new { id, at }, new { id = Guid.NewGuid(), at } } });
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        Assert.Equal(Now.AddMinutes(-5), (await Key(world, id)).GetProperty("lastUsedAt").GetDateTimeOffset());
        Assert.Equal(head, (await world.Log()).Count);
    }

    [Fact]
    public async Task An_order_that_Search_has_not_applied_is_answered_as_accepted()
    {
        await using var world = await CatalogWorld.Create(Now, settings: new Dictionary<string, string?> { ["Keys:AppliedWithinSeconds"] = "0" });
        var (id, _) = await NewKey(world, "SNU");
        world.SearchAt = 0;
        foreach (var order in new[] { "?partner=SNU", $"/{id}/expire?at=2027-01-01", $"/{id}/rotate", $"/{id}/revoke" })
        {
            var entries = (await world.Log()).Count;

            using var answer = await world.Host.Client.PostAsync($"/internal/catalog/keys{order}", null);

            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            Assert.True((await world.Log()).Count > entries, $"{order} is not in the log");
        }
    }

    [Fact]
    public async Task The_answer_waits_until_Search_has_applied_the_order()
    {
        await using var world = await CatalogWorld.Create(Now, settings: new Dictionary<string, string?> { ["Keys:AppliedWithinSeconds"] = "60" });
        world.SearchAt = 0;

        var asked = world.Host.Client.PostAsync("/internal/catalog/keys?partner=SNU", null);
        await Eventually.Holds(async () => await world.Database.Scalar<long>("select count(*) from catalog.api_key") == 1, "the key is written");
        Assert.False(asked.IsCompleted, "answered before Search had applied it");

        world.SearchAt = long.MaxValue;
        using var answer = await asked;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task No_text_of_a_key_is_stored_or_logged()
    {
        var log = new KeptLog();
        await using var world = await CatalogWorld.Create(Now, services => services.AddLogging(l => l.AddProvider(log)), new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Trace" });
        var (id, text) = await NewKey(world, "SNU");
        var rotated = (await Post(world, $"{id}/rotate", "text/plain")).Text.Split('\n')[0];
        await Post(world, $"{id}/revoke");

        var stored = await world.Database.Scalar<string>(
            "select (select string_agg(c::text, '') from catalog.change c) || (select string_agg(k::text, '') from catalog.api_key k)");
        foreach (var secret in new[] { text, rotated })
        {
            Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, log.Text, StringComparison.Ordinal);
        }

        Assert.Contains(id.ToString(), log.Text, StringComparison.Ordinal);
    }

    private static async Task<(Guid Id, string Text)> NewKey(CatalogWorld world, string partner, string more = "")
    {
        using var answer = await world.Host.Client.PostAsync($"/internal/catalog/keys?partner={partner}{more}", null);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode} {text}");
        return (await world.Database.Scalar<Guid>($"select id from catalog.api_key where encode(hash, 'hex') = '{HashOf(text)}'"), text);
    }

    private static async Task<(HttpStatusCode Status, string Text)> Post(CatalogWorld world, string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/internal/catalog/keys/{path}");
        if (accept is not null)
        {
            request.Headers.Add("Accept", accept);
        }

        using var answer = await world.Host.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<(HttpStatusCode Status, string Text)> List(CatalogWorld world, string query, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/internal/catalog/keys{query}");
        request.Headers.Add("Accept", accept);
        using var answer = await world.Host.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> Key(CatalogWorld world, Guid id) =>
        JsonDocument.Parse((await List(world, "", "application/json")).Text).RootElement.GetProperty("keys").EnumerateArray().Single(k => k.GetProperty("id").GetGuid() == id);

    private static async Task<List<(long Version, KeyBody Body)>> Entries(CatalogWorld world, Guid id) =>
        [.. (await world.Log()).Where(e => e.EntityId == id).Select(e => (e.Version, MessageJson.Read<KeyBody>(e.Body!.Value)))];

    private static bool Same((IReadOnlyList<string> Scopes, IReadOnlyList<string>? Origins) one, (IReadOnlyList<string> Scopes, IReadOnlyList<string>? Origins) other) =>
        one.Scopes.SequenceEqual(other.Scopes) && (one.Origins ?? []).SequenceEqual(other.Origins ?? []);

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
