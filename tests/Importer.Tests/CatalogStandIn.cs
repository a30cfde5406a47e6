using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using Engagement.Contracts;
using Engagement.Missions;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Engagement.Importer.Tests;

/// <summary>Answers as Catalog would, from memory, and misbehaves on demand.</summary>
internal sealed class CatalogStandIn
{
    private readonly ConcurrentDictionary<string, string> sources = new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, Held> missions = [];
    private readonly List<(Guid RunId, string ClientId)> changed = [];
    private long number;

    /// <summary>Missions that cannot be applied, with the reason.</summary>
    internal ConcurrentDictionary<string, string> Failing { get; } = new();

    /// <summary>Missions that belong to another source.</summary>
    internal ConcurrentDictionary<string, bool> Foreign { get; } = new();

    /// <summary>Every message, in the order of arrival.</summary>
    internal ConcurrentQueue<object> Messages { get; } = new();

    internal IReadOnlyList<MissionsReceived> Received => [.. Messages.OfType<MissionsReceived>()];

    /// <summary>Outcomes that are lost before one goes through.</summary>
    internal int LosesOutcomes { get; set; }

    /// <summary>While false, messages are taken and nothing is done with them.</summary>
    internal bool Answers { get; set; } = true;

    /// <summary>While false, it cannot undo.</summary>
    internal bool Undoes { get; set; } = true;

    /// <summary>While false, it does not tell what it has.</summary>
    internal bool Tells { get; set; } = true;

    /// <summary>Moves that it carries out before it answers none any more.</summary>
    internal int Moves { get; set; } = int.MaxValue;

    /// <summary>While true, it moves missions and its answer is lost.</summary>
    internal bool LosesMoves { get; set; }

    /// <summary>Missions that are past their end.</summary>
    internal ConcurrentDictionary<string, bool> Expired { get; } = new();

    /// <summary>While false, nobody is told which missions are past their end.</summary>
    internal bool AnswersExpired { get; set; } = true;

    /// <summary>Held back before a message is treated.</summary>
    internal Func<object, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Keys that Search knows, by the hash of their text, with their partner and scopes.</summary>
    internal ConcurrentDictionary<string, (string Partner, string[] Scopes)> Keys { get; } = new();

    /// <summary>Keys that Search knows as revoked or expired, by their ids.</summary>
    internal ConcurrentDictionary<Guid, bool> EndedKeys { get; } = new();

    /// <summary>While false, Search answers nobody who asks for a key.</summary>
    internal bool KnowsKeys { get; set; } = true;

    internal IReadOnlyDictionary<string, Held> Missions
    {
        get
        {
            lock (gate)
            {
                return new Dictionary<string, Held>(missions);
            }
        }
    }

    private IEnumerable<(string ClientId, byte[] Hash)> Offers(string source) =>
        Missions.Where(m => m.Value.Live && !Foreign.ContainsKey(m.Key) && sources.GetValueOrDefault(m.Key, source) == source)
            .OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, m.Value.Hash));

    /// <summary>Its database is restored to a moment when it had only some of its missions, as they were before they changed last.</summary>
    internal void Restore(params IReadOnlyList<string> had)
    {
        lock (gate)
        {
            foreach (var (clientId, held) in missions.ToList())
            {
                missions.Remove(clientId);
                if (had.Contains(clientId))
                {
                    missions[clientId] = held.Former ?? held;
                }
            }
        }
    }

    private object Sum(string source) => new
    {
        count = Offers(source).Count(),
        hashes = Offers(source).Aggregate(BigInteger.Zero, (sum, m) => sum + BinaryPrimitives.ReadInt64BigEndian(m.Hash)).ToString(CultureInfo.InvariantCulture),
    };

    // Two in a page, so that there are several.
    private object Offered(string source, string after)
    {
        var page = Offers(source).Where(m => string.CompareOrdinal(m.ClientId, after) > 0).Take(2).Select(m => new { clientId = m.ClientId, hash = m.Hash }).ToList();
        return new { missions = page, next = page.Count < 2 ? null : page[^1].clientId };
    }

    internal IEnumerable<string> Live => Missions.Where(m => m.Value.Live).Select(m => m.Key).Order(StringComparer.Ordinal);

    /// <summary>A mission of another source, with a content of its own.</summary>
    internal void Push(string clientId)
    {
        lock (gate)
        {
            Foreign[clientId] = true;
            missions[clientId] = new Held(new byte[32], true, "Une mission poussée", Guid.Empty);
        }
    }

    /// <summary>Its partner takes back a mission of another source.</summary>
    internal void Unpublish(string clientId)
    {
        lock (gate)
        {
            Foreign.TryRemove(clientId, out _);
            missions[clientId] = missions[clientId] with { Live = false };
        }
    }

    /// <summary>The id of the key whose text has this hash.</summary>
    internal static Guid KeyId(string hash) => new(Convert.FromHexString(hash)[..16]);

    private static object Holder(string hash, (string Partner, string[] Scopes) key) =>
        new { id = EntityId.OfPublisher(key.Partner), name = key.Partner, scopes = key.Scopes, keyId = KeyId(hash) };

    internal void Map(WebApplication app)
    {
        app.MapPost("/internal/catalog/publishers", (PublisherRequest request) => Results.Ok(new
        {
            id = EntityId.OfPublisher(request.Name),
            slug = request.Name,
            name = request.Name,
            created = false,
            @private = request.Private,
        }));
        app.MapPost("/internal/catalog/moves", (MoveRequest request) =>
        {
            if (!request.DryRun && Moves-- <= 0)
            {
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }

            var results = request.ClientIds.Select(id => Move(id, request.Source != "push", request.DryRun)).ToList();
            return LosesMoves && !request.DryRun ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : Results.Ok(new { results });
        });
        app.MapGet("/internal/catalog/offered/sum", (string source) => Tells ? Results.Ok(Sum(source)) : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        app.MapGet("/internal/catalog/offered", (string source, string after) => Tells ? Results.Ok(Offered(source, after)) : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        app.MapGet("/internal/catalog/expired", () => AnswersExpired ? Results.Ok(Expired.Keys) : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        app.MapPost("/internal/catalog/runs/{id:guid}/undo", (Guid id) => Undoes ? Results.Ok(Undo(id)) : Results.StatusCode(503));
        app.MapGet("/internal/search/keys/{hash}", (string hash) =>
            !KnowsKeys ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Keys.TryGetValue(hash, out var key) ? Results.Ok(Holder(hash, key))
            : Results.NotFound());
        app.MapGet("/internal/search/keys/{id:guid}", (Guid id) =>
            !KnowsKeys ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : EndedKeys.ContainsKey(id) ? Results.StatusCode(StatusCodes.Status410Gone)
            : Keys.FirstOrDefault(k => KeyId(k.Key) == id) is { Key: { } hash } found ? Results.Ok(Holder(hash, found.Value))
            : Results.NotFound());
        app.MapGet("/internal/search/position", () => Results.Ok(new { applied = number, indexed = number }));
    }

    internal async Task Receive(MissionsReceived batch, IPublishEndpoint bus)
    {
        Messages.Enqueue(batch);
        await Before(batch);
        if (Answers)
        {
            foreach (var mission in batch.Missions)
            {
                sources[mission.ClientId] = batch.Source;
            }

            await Answer(batch.BatchId, batch.RunId, [.. batch.Missions.Select(m => Apply(m, batch.RunId))], bus);
        }
    }

    internal async Task Receive(MissionsWithdrawn batch, IPublishEndpoint bus)
    {
        Messages.Enqueue(batch);
        await Before(batch);
        if (Answers)
        {
            await Answer(batch.BatchId, batch.RunId, [.. batch.Missions.Select(m => Withdraw(m, batch.RunId))], bus);
        }
    }

    private async Task Answer(Guid batchId, Guid runId, MissionOutcome[] outcomes, IPublishEndpoint bus)
    {
        if (LosesOutcomes > 0)
        {
            LosesOutcomes--;
            return;
        }

        await bus.Publish(new BatchApplied(batchId, runId, number, outcomes));
    }

    private MissionOutcome Apply(ReceivedMission mission, Guid runId)
    {
        if (Failing.TryGetValue(mission.ClientId, out var reason))
        {
            return new MissionOutcome(mission.ClientId, mission.Hash, Outcomes.Failed, Reason: reason);
        }

        if (Foreign.ContainsKey(mission.ClientId))
        {
            return new MissionOutcome(mission.ClientId, mission.Hash, Outcomes.OtherSource);
        }

        lock (gate)
        {
            var known = missions.GetValueOrDefault(mission.ClientId);
            if (known is { Live: true } && known.Hash.AsSpan().SequenceEqual(mission.Hash))
            {
                return new MissionOutcome(mission.ClientId, mission.Hash, Outcomes.Unchanged);
            }

            number++;
            missions[mission.ClientId] = new Held(mission.Hash, true, MissionJson.DeserializeMission(mission.Content.Utf8.Span).Title, runId, known);
            changed.Add((runId, mission.ClientId));
            return new MissionOutcome(mission.ClientId, mission.Hash, known is null ? Outcomes.Created : Outcomes.Updated, known is { Live: false });
        }
    }

    private MissionOutcome Withdraw(WithdrawnMission mission, Guid runId)
    {
        if (Foreign.ContainsKey(mission.ClientId))
        {
            return new MissionOutcome(mission.ClientId, mission.Hash, Outcomes.OtherSource);
        }

        lock (gate)
        {
            if (!missions.TryGetValue(mission.ClientId, out var known) || !known.Live || !known.Hash.AsSpan().SequenceEqual(mission.Hash))
            {
                return new MissionOutcome(mission.ClientId, mission.Hash, Outcomes.Unchanged);
            }

            number++;
            missions[mission.ClientId] = known with { Live = false, RunId = runId, Former = known };
            changed.Add((runId, mission.ClientId));
            return new MissionOutcome(mission.ClientId, mission.Hash, Outcomes.Withdrawn);
        }
    }

    private object Move(string clientId, bool toFeed, bool dryRun)
    {
        lock (gate)
        {
            if (!missions.TryGetValue(clientId, out var known))
            {
                return new { clientId, outcome = "UNKNOWN", hash = (byte[]?)null };
            }

            var isThere = toFeed != Foreign.ContainsKey(clientId);
            if (!dryRun && toFeed)
            {
                Foreign.TryRemove(clientId, out _);
            }
            else if (!dryRun)
            {
                Foreign[clientId] = true;
            }

            return new { clientId, outcome = isThere ? "ALREADY_THERE" : "MOVED", hash = known.Live ? known.Hash : null };
        }
    }

    private object Undo(Guid runId)
    {
        lock (gate)
        {
            return new
            {
                missions = changed.Where(c => c.RunId == runId).Select(c => Undo(runId, c.ClientId)).ToList(),
                next = (Guid?)null,
                lastNumber = number,
            };
        }
    }

    private object Undo(Guid runId, string clientId)
    {
        var held = missions[clientId];
        if (held.RunId != runId)
        {
            return new { clientId, outcome = "LEFT_ALONE", hash = (byte[]?)null };
        }

        number++;
        var former = held.Former ?? held with { Live = false };
        missions[clientId] = former with { RunId = Guid.NewGuid() };
        return new { clientId, outcome = former.Live ? "RESTORED" : "WITHDRAWN", hash = former.Live ? former.Hash : null };
    }

    internal sealed record Held(byte[] Hash, bool Live, string Title, Guid RunId, Held? Former = null);

    internal sealed record PublisherRequest(string Name, bool Private);

    internal sealed record MoveRequest(string Source, string[] ClientIds, bool DryRun);
}

internal sealed class StandInConsumer(CatalogStandIn catalog) : IConsumer<MissionsReceived>, IConsumer<MissionsWithdrawn>
{
    public Task Consume(ConsumeContext<MissionsReceived> context) => catalog.Receive(context.Message, context);

    public Task Consume(ConsumeContext<MissionsWithdrawn> context) => catalog.Receive(context.Message, context);
}
