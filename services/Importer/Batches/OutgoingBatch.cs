using System.Text.Json;
using Engagement.Contracts;
using Engagement.Importer.Feeds;

namespace Engagement.Importer.Batches;

/// <summary>A message for Catalog with what the store keeps of it.</summary>
internal sealed record OutgoingBatch(Guid Id, Guid FeedId, Guid RunId, string Kind, object Message)
{
    internal required string[] ClientIds { get; init; }

    /// <summary>For missions that are sent; empty for withdrawals.</summary>
    internal byte[][] Hashes { get; init; } = [];
    internal int[] Positions { get; init; } = [];
    internal int[] Lines { get; init; } = [];

    internal byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(Message, Message.GetType());

    internal static object ReadMessage(string kind, byte[] body) => kind switch
    {
        BatchKind.Received => Read<MissionsReceived>(body),
        BatchKind.Withdrawn => Read<MissionsWithdrawn>(body),
        _ => throw new InvalidOperationException($"A batch of kind {kind} is unknown."),
    };

    internal static OutgoingBatch OfWithdrawals(Feed feed, Guid runId, IReadOnlyList<WithdrawnMission> missions)
    {
        var id = Guid.CreateVersion7();
        return new(id, feed.Id, runId, BatchKind.Withdrawn, new MissionsWithdrawn(id, runId, feed.PublisherId, feed.Source, missions))
        {
            ClientIds = [.. missions.Select(m => m.ClientId)],
        };
    }

    private static T Read<T>(byte[] body) => JsonSerializer.Deserialize<T>(body) ?? throw new JsonException($"A {typeof(T).Name} is null.");
}
