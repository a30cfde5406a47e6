using Engagement.Importer.Runs;
using Engagement.Testing;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Tests;

/// <summary>What several people ask of one feed at the same moment.</summary>
public sealed class TogetherTests
{
    [Fact]
    public async Task Of_five_undos_at_once_one_is_carried_out_and_four_are_told_so()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(Titled("Aider au jardin partagé"));
        var bad = await world.Import(Titled("Un titre abîmé"));

        var answers = await Task.WhenAll(Enumerable.Range(1, 5).Select(_ => world.Ask("undo", bad)));

        Assert.Equal([200, 409, 409, 409, 409], answers.Select(a => a.Status).Order());
        Assert.All(answers.Where(a => a.Status == 409), a => Assert.Contains("already undone", a.Text, StringComparison.Ordinal));
        Assert.Equal(1, await world.Query(db => db.Runs.CountAsync(r => r.Trigger == RunTrigger.Undo)));
        Assert.Equal("Aider au jardin partagé", world.Catalog.Missions["m-1"].Title);
    }

    [Fact]
    public async Task Of_five_confirmations_at_once_one_is_carried_out_and_four_are_told_so()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        var held = await world.Import(TestFeed.Numbered(70));

        var answers = await Task.WhenAll(Enumerable.Range(1, 5).Select(_ => world.Ask("confirm", held)));

        Assert.Equal([200, 409, 409, 409, 409], answers.Select(a => a.Status).Order());
        Assert.Equal(3, await world.Query(db => db.Runs.CountAsync()));
        Assert.Equal(70, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task An_undone_content_is_let_in_by_one_of_five_who_confirm_it()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(Titled("Aider au jardin partagé"));
        await world.Ask("undo", await world.Import(Titled("Un titre abîmé")));
        var held = await world.Import(Titled("Un titre abîmé"));

        var answers = await Task.WhenAll(Enumerable.Range(1, 5).Select(_ => world.Ask("confirm", held)));

        Assert.Equal([200, 409, 409, 409, 409], answers.Select(a => a.Status).Order());
    }

    [Fact]
    public async Task An_undo_that_found_nothing_to_change_can_be_asked_again()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(Titled("Aider au jardin partagé"));
        var bad = await world.Import(Titled("Un titre abîmé"));
        await world.Import(Titled("Un titre corrigé"));

        Assert.Contains("0 missions ont retrouvé", (await world.Ask("undo", bad)).Text, StringComparison.Ordinal);
        var again = await world.Ask("undo", bad);

        Assert.Equal(200, again.Status);
        Assert.Equal("Un titre corrigé", world.Catalog.Missions["m-1"].Title);
        var together = await Task.WhenAll(Enumerable.Range(1, 3).Select(_ => world.Ask("undo", bad)));
        Assert.Contains(together, a => a.Status == 200);
    }

    [Fact]
    public async Task A_resync_during_a_run_makes_the_next_one_send_everything()
    {
        await using var world = await ImporterWorld.Start();
        using var release = new SemaphoreSlim(0);
        world.Catalog.Before = _ => release.WaitAsync();
        var running = world.Import(Titled("Aider au jardin partagé"));
        await Eventually.Holds(() => world.Catalog.Messages.Count == 1, "the message has arrived");

        var resyncs = Enumerable.Range(1, 3).Select(_ => world.Host.Client.PostAsync("/internal/importer/resync?publisher=demo", null)).ToList();
        world.Catalog.Before = _ => Task.CompletedTask;
        release.Release(10);
        var answers = await Task.WhenAll(resyncs);

        Assert.All(answers, a => Assert.Equal(200, (int)a.StatusCode));
        Assert.Equal((5, 5, 0, 0, 0, 0), (await running).Counts);
        Assert.Equal((5, 0, 0, 5, 0, 0), (await world.Import(Titled("Aider au jardin partagé"))).Counts);
        Assert.Equal(2, world.Catalog.Received.Count);
    }

    [Fact]
    public async Task Missions_that_are_moved_twice_at_once_are_moved_once()
    {
        await using var world = await ImporterWorld.Start();
        world.Catalog.Push("p");
        var import = await world.Import(TestFeed.Of(TestFeed.Mission("p"), TestFeed.Mission("a")));
        using var publisher = await PartnerBrowser.SignedIn(world, "demo", "publish");

        var answers = await Task.WhenAll(Enumerable.Range(1, 3).Select(_ => publisher.Post($"/feeds/runs/{import.Text("run")}/move", publisher.Origin)));
        var pages = await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync()));

        Assert.Equal(1, pages.Count(p => p.Contains("mission rattachée", StringComparison.Ordinal)));
        Assert.All(pages.Zip(answers), p => Assert.True((int)p.Second.StatusCode is 200 or 409, p.First));
        Assert.Empty(world.Catalog.Foreign);
    }

    private static string Titled(string title) => TestFeed.Of(Enumerable.Range(1, 5).Select(n => TestFeed.Mission($"m-{n}", title)));
}
