using Engagement.Missions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Engagement.Search.Tests;

/// <summary>Answers Search as Importer would: one publisher has a feed with an alert, the others have none.</summary>
public static class ImporterStandIn
{
    /// <summary>The run that showed the alert.</summary>
    public static Guid RunId { get; } = new("01a203e9-6ede-7343-8726-79995fb5a59d");

    /// <summary>A run that is no longer kept.</summary>
    public static Guid LostRunId { get; } = new("01a203e9-6ede-7343-8726-79995fb5a59e");

    /// <summary>Its paths, for the feed of <paramref name="slug"/>.</summary>
    public static void Map(WebApplication app, string slug)
    {
        var publisher = EntityId.OfPublisher(slug);
        app.MapGet("/internal/importer/publishers/{id:guid}/health", (Guid id) => id == publisher ? new object[] { Feed() } : []);
        app.MapPost("/internal/importer/publishers/{id:guid}/runs/named", (Guid id, Guid[] ids) =>
            id == publisher && ids.Contains(RunId) ? new object[] { Run() } : []);
        app.MapGet("/internal/importer/publishers/{id:guid}/runs", (Guid id) => Results.Ok(new { items = id == publisher ? new object[] { Run() } : [], hasNext = false, total = id == publisher ? 1 : 0 }));
    }

    private static object Feed() => new
    {
        feedId = Guid.NewGuid(),
        feed = "main",
        url = "https://partenaire.example/missions.xml",
        paused = false,
        intervalMinutes = 10,
        checkedAt = World.Now,
        lastSuccessAt = World.Now.AddHours(-1),
        held = 7,
        readings = new[] { Reading(3, 40, 0), Reading(2, 40, 4), Reading(1, 32, 8) },
        alerts = new[] { Alert("HELD", RunId), Alert("EMPTY", LostRunId) },
        contacts = new[] { "equipe@partenaire.example" },
    };

    private static object Reading(int hoursAgo, int received, int refused) => new { runId = Guid.NewGuid(), at = World.Now.AddHours(-hoursAgo), received, refused, refusalRate = 0.5 };

    private static object Alert(string kind, Guid runId) => new { kind, message = "Ouvrez la dernière lecture.", since = World.Now.AddHours(-1), runId };

    private static object Run() => new
    {
        id = RunId,
        feed = "main",
        trigger = "SCHEDULE",
        status = "HELD",
        reason = "WITHDRAWALS_HELD",
        startedAt = World.Now.AddHours(-1),
        received = 32,
        refused = 8,
    };
}
