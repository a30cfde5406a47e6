using System.Collections.Concurrent;
using System.Text.Json;
using Engagement.Search.Keys;
using Engagement.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Search.Tests.Gateway;

/// <summary>Catalog is told when keys were last used, in batches, to the minute.</summary>
public sealed class KeyUseTests
{
    [Fact]
    public async Task Catalog_is_told_once_of_a_key_that_is_used_often_in_a_minute()
    {
        var catalog = new CatalogStandIn();
        await using var world = await World.Start(catalog.Map);
        await world.Publish(
            world.Publisher("alpha"), world.Key("alpha", "eng_alpha"), world.Key("alpha", "eng_idle"), world.Key("alpha", "eng_old", revoked: World.Now),
            world.BrowserKey("alpha", "eng_page", "https://site.example"));
        foreach (var key in Enumerable.Repeat("eng_alpha", 5).Append("eng_old").Append("eng_unknown").Append("eng_page"))
        {
            // eng_page comes from no site: it is refused, which is no use of it.
            await world.Ask("{ __typename }", key);
        }

        var reporter = world.Host.Services.GetRequiredService<ReportKeyUses>();
        Assert.True(await reporter.Report(CancellationToken.None));
        Assert.True(await reporter.Report(CancellationToken.None));

        var use = Assert.Single(Assert.Single(catalog.Told));
        Assert.Equal(World.Now, use.At);
        Assert.NotEqual(Guid.Empty, use.Id);
    }

    [Fact]
    public async Task What_Catalog_does_not_take_is_told_again_with_what_came_since()
    {
        var catalog = new CatalogStandIn { Answers = false };
        await using var world = await World.Start(catalog.Map);
        await world.Publish(world.Publisher("alpha"), world.Key("alpha", "eng_alpha"), world.Key("alpha", "eng_beta"));
        var reporter = world.Host.Services.GetRequiredService<ReportKeyUses>();
        await world.Ask("{ __typename }", "eng_alpha");
        Assert.False(await reporter.Report(CancellationToken.None));
        await world.Ask("{ __typename }", "eng_beta");

        catalog.Answers = true;
        Assert.True(await reporter.Report(CancellationToken.None));

        Assert.Equal(2, Assert.Single(catalog.Told).Count);
    }

    [Fact]
    public async Task A_process_that_stops_tells_what_it_has_not_told()
    {
        var catalog = new CatalogStandIn();
        await using var world = await World.Start(catalog.Map);
        await world.Publish(world.Publisher("alpha"), world.Key("alpha", "eng_alpha"));
        await world.Ask("{ __typename }", "eng_alpha");
        Assert.Empty(catalog.Told);

        await world.StopSearch();

        Assert.Single(Assert.Single(catalog.Told));
    }

    [Fact]
    public void Many_keys_are_told_in_parts_and_each_minute_once()
    {
        var clock = new MovableClock(World.Now);
        var uses = new KeyUses(clock);
        var keys = Enumerable.Range(0, 2_500).Select(_ => Guid.NewGuid()).ToArray();
        Array.ForEach(keys, uses.Note);

        var told = new List<Guid>();
        while (uses.Unreported(1_000) is { Count: > 0 } part)
        {
            Assert.True(part.Count <= 1_000);
            told.AddRange(part.Select(p => p.Key));
            uses.Reported(part);
        }

        Assert.Equal(keys.Order(), told.Order());
        clock.Advance(TimeSpan.FromSeconds(59));
        Array.ForEach(keys, uses.Note);
        Assert.Empty(uses.Unreported(1_000));
        clock.Advance(TimeSpan.FromSeconds(1));
        uses.Note(keys[0]);
        Assert.Equal((keys[0], World.Now.AddMinutes(1)), Assert.Single(uses.Unreported(1_000)));
    }

    private sealed class CatalogStandIn
    {
        internal bool Answers { get; set; } = true;

        internal ConcurrentQueue<List<(Guid Id, DateTimeOffset At)>> Told { get; } = new();

        internal void Map(WebApplication app) => app.MapPost("/internal/catalog/keys/used", (JsonElement body) =>
        {
            if (!Answers)
            {
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }

            Told.Enqueue([.. body.GetProperty("keys").EnumerateArray().Select(k => (k.GetProperty("id").GetGuid(), k.GetProperty("at").GetDateTimeOffset()))]);
            return Results.NoContent();
        });
    }
}
