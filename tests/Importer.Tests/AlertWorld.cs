using System.Net.Http.Json;
using Engagement.Importer.Contacts;
using Engagement.Importer.Health;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Importer.Tests;

/// <summary>An importer that looks at its feeds, and sends what is owed, when the test says so.</summary>
internal sealed class AlertWorld : IAsyncDisposable
{
    internal const string Empty = "<source></source>";

    private AlertWorld(ImporterWorld world) => World = world;

    internal ImporterWorld World { get; }

    internal string MailFolder => Path.Combine(World.Folder, "mail");

    /// <summary>Starts it; of settings given twice the last ones hold.</summary>
    internal static async Task<AlertWorld> Start(params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var all = new Dictionary<string, string?> { ["Health:EverySeconds"] = "3600", ["Mail:EverySeconds"] = "3600" };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return new AlertWorld(await ImporterWorld.Start(all));
    }

    /// <summary>Sets the contacts of a publisher's feed, which is made when unknown.</summary>
    internal async Task Contacts(string publisher, params string[] contacts)
    {
        using var response = await World.Host.Client.PutAsJsonAsync($"/internal/importer/feeds/{Uri.EscapeDataString(publisher)}", new { contacts });
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The alert of an empty feed opens.</summary>
    internal async Task Fail(string publisher = "demo")
    {
        await World.Import(Empty, Uri.EscapeDataString(publisher));
        await Look();
    }

    /// <summary>The alert of an empty feed is over.</summary>
    internal async Task Mend(string publisher = "demo")
    {
        await World.Import(TestFeed.Numbered(3), Uri.EscapeDataString(publisher));
        await Look();
    }

    internal Task Look() => World.Host.Services.GetRequiredService<WatchFeeds>().Look(CancellationToken.None);

    internal static Task Send(ImporterWorld world) => world.Host.Services.GetRequiredService<SendAlerts>().SendDue(CancellationToken.None);

    internal Task Send() => Send(World);

    /// <summary>Lets time pass for the mails: what is owed is due, what was sent is that much older.</summary>
    internal Task Pass(int hours) => World.Database.Execute(
        $"update importer.alert_mail set next_at = next_at - interval '{hours} hours', sent_at = sent_at - interval '{hours} hours'");

    /// <summary>Event, kind, number of attempts, and whether it was sent, of each mail in the table.</summary>
    internal Task<List<string>> Owed() => World.List(
        """
        select m.event || ' ' || a.kind || ' ' || m.attempts || case when m.sent_at is not null then ' sent' when m.refusal is not null then ' refused' else '' end
        from importer.alert_mail m join importer.feed_alert a on a.id = m.alert_id order by a.opened_at, a.kind, m.event desc, m.id
        """);

    internal async Task<IReadOnlyList<FeedContact>> KeptContacts() => await World.Query(db => db.FeedContacts.AsNoTracking().OrderBy(c => c.Address).ToListAsync());

    public async ValueTask DisposeAsync() => await World.DisposeAsync();
}
