using System.Net.Http.Json;
using System.Security.Cryptography;
using Engagement.Catalog.Missions;
using Engagement.Catalog.Storage;
using Engagement.Catalog.Structures;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;
using Engagement.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Catalog.Tests;

/// <summary>Catalog on a database of its own, with one publisher.</summary>
internal sealed class CatalogWorld : IAsyncDisposable
{
    internal const string Feed = "feed:1";

    private static readonly MigratedDatabase<CatalogDb> Databases = new(builder => builder.AddCatalog());

    private CatalogWorld(TestDatabase database) => Database = database;

    internal TestDatabase Database { get; }

    internal ServiceHost Host { get; private set; } = null!;

    /// <summary>How far Search says that it has come in the log: by default beyond all of it.</summary>
    internal long SearchAt { get; set; } = long.MaxValue;

    internal Guid PublisherId { get; private set; }

    internal static async Task<CatalogWorld> Create(
        DateTimeOffset? now = null, Action<IServiceCollection>? more = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var database = await Databases.Create();
        var world = new CatalogWorld(database);
        world.Host = await ServiceHost.Start(
            builder =>
            {
                builder.AddCatalog();
                more?.Invoke(builder.Services);
            },
            app =>
            {
                app.MapCatalog();
                app.MapGet("/internal/search/position", () => Results.Ok(new { applied = world.SearchAt, indexed = world.SearchAt }));
            },
            [.. database.Settings, .. settings ?? new Dictionary<string, string?>(), new("Clock:Now", now?.ToString("O"))]);
        world.PublisherId = (await world.CreatePublisher("Demo")).Id;
        return world;
    }

    internal async Task<CreatedPublisher> CreatePublisher(string name, bool isPrivate = false)
    {
        using var answer = await Host.Client.PostAsJsonAsync("/internal/catalog/publishers", new { name, @private = isPrivate });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<CreatedPublisher>())!;
    }

    /// <summary>Rows written so far in each table, with what is matched beside the import done.</summary>
    internal async Task<IReadOnlyDictionary<string, long>> Writes()
    {
        await Host.Services.GetRequiredService<MatchStructures>().Match(CancellationToken.None);
        return await Database.Writes("catalog");
    }

    internal Task<BatchApplied> Apply(MissionsReceived batch) =>
        Host.Services.GetRequiredService<ApplyBatch>().Apply(batch, CancellationToken.None);

    internal Task<BatchApplied> Apply(params ReceivedMission[] missions) => Apply(Batch(missions));

    internal Task<BatchApplied> Withdraw(string source, params ReceivedMission[] missions) =>
        Host.Services.GetRequiredService<ApplyWithdrawal>().Apply(
            new MissionsWithdrawn(Guid.NewGuid(), Guid.NewGuid(), PublisherId, source, [.. missions.Select(m => new WithdrawnMission(m.ClientId, m.Hash))]),
            CancellationToken.None);

    internal MissionsReceived Batch(params ReceivedMission[] missions) =>
        Batch([.. missions.Select(m => m.OrganizationKey).OfType<string>().Distinct().Select(key => Structure(key))], missions);

    internal MissionsReceived Batch(ReceivedOrganization[] organizations, params ReceivedMission[] missions) =>
        new(Guid.NewGuid(), Guid.NewGuid(), PublisherId, Feed, organizations, missions);

    internal static ReceivedOrganization Structure(string key, string? name = null)
    {
        var content = MissionJson.Serialize(new OrganizationContent { Key = key, Name = name ?? $"Association {key}" });
        return new ReceivedOrganization(key, SHA256.HashData(content), new RawJson(content));
    }

    internal static ReceivedMission Mission(
        string clientId, string title = "Aide aux devoirs", DateTimeOffset? endAt = null, string? organization = "org", params MissionAddress[] addresses)
    {
        var content = MissionJson.Serialize(new MissionContent
        {
            ClientId = clientId,
            Title = title,
            Description = "Accompagner des élèves après l'école.",
            DescriptionHtml = "<p>Accompagner des élèves après l'école.</p>",
            Type = MissionType.Benevolat,
            ApplicationUrl = $"https://partner.example/missions/{clientId}",
            Domain = "education",
            EndAt = endAt,
            Addresses = addresses,
            OrganizationKey = organization,
        });
        return new ReceivedMission(clientId, SHA256.HashData(content), organization, new RawJson(content));
    }

    /// <summary>The log, read as followers read it.</summary>
    internal async Task<IReadOnlyList<Change>> Log(long after = 0) =>
        (await Host.Client.GetFromJsonAsync<Changes>($"/internal/changes?after={after}", MessageJson.Options))!.Entries;

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }

    internal sealed record CreatedPublisher(Guid Id, string Slug, string Name, bool Created);
}
