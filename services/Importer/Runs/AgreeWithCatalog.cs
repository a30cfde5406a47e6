using System.Text.Json;
using Engagement.Importer.Batches;
using Engagement.Importer.Feeds;
using Engagement.Importer.Storage;
using Engagement.Messaging;
using Npgsql;

namespace Engagement.Importer.Runs;

/// <summary>
/// Before a run: what the importer believes of its feed's missions is what Catalog has. A crash that loses commits, or a restore of one of
/// the two databases, makes them differ; a mission would then stay in the catalog though it left the feed, or be missing though the feed
/// shows it. The two compare one sum; when the sums differ Catalog's word is taken, and the feed is read as if for the first time.
/// </summary>
internal sealed partial class AgreeWithCatalog(
    IHttpClientFactory clients, ImporterConnections connections, SendBatch send, ILogger<AgreeWithCatalog> logger)
{
    internal const string Client = "importer-catalog-offered";
    private const int Chunk = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private sealed record Sum(long Count, string Hashes);

    private sealed record Offered(string ClientId, byte[] Hash);

    private sealed record Page(IReadOnlyList<Offered> Missions, string? Next);

    /// <summary>For whoever holds the feed's lock, when no outcome is missing. False when Catalog does not answer for too long.</summary>
    internal async Task<bool> Agree(Feed feed, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (!await HoldTheSame(feed, ct))
                {
                    await Learn(feed, ct);
                }

                return true;
            }
            catch (Exception e) when (IsSilence(e, ct))
            {
                Log.NoAnswer(logger, feed.PublisherSlug, e.Message);
            }

            if (attempt * Pause.TotalSeconds >= send.Options.GiveUpAfterSeconds)
            {
                return false;
            }

            await Task.Delay(Pause, ct);
        }
    }

    /// <summary>Takes Catalog's word for every mission of the feed. Throws <see cref="HttpRequestException"/> when Catalog does not answer.</summary>
    internal async Task Learn(Feed feed, CancellationToken ct)
    {
        var gone = await Believed(feed.Id, ct);
        var news = new List<Offered>();
        await foreach (var mission in Read(feed, ct))
        {
            // A content that was sent and not confirmed is learned too.
            if (!gone.Remove(mission.ClientId, out var applied) || applied is null || !applied.AsSpan().SequenceEqual(mission.Hash))
            {
                news.Add(mission);
            }
        }

        if (news.Count + gone.Count > 0)
        {
            await Write(feed.Id, news, [.. gone.Keys], ct);
            feed.ForgetContent();
            Log.Differed(logger, feed.PublisherSlug, news.Count, gone.Count);
        }
    }

    private async Task<bool> HoldTheSame(Feed feed, CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand(
            $"""
            select count(applied_hash), {HashSum.Of("applied_hash")}, count(*) filter (where applied_hash is null)
            from importer.mission_state where feed_id = $1
            """);
        command.Parameters.Add(new() { Value = feed.Id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var (ours, unconfirmed) = (new Sum(reader.GetInt64(0), reader.GetString(1)), reader.GetInt64(2));
        return await Ask<Sum>("/sum", feed, "", ct) == ours && unconfirmed == 0;
    }

    private async Task<Dictionary<string, byte[]?>> Believed(Guid feedId, CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand("select client_id, applied_hash from importer.mission_state where feed_id = $1");
        command.Parameters.Add(new() { Value = feedId });
        var believed = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            believed.Add(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1));
        }

        return believed;
    }

    private async IAsyncEnumerable<Offered> Read(Feed feed, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = (string?)""; after is not null;)
        {
            var page = await Ask<Page>("", feed, $"&after={Uri.EscapeDataString(after)}", ct);
            foreach (var mission in page.Missions)
            {
                yield return mission;
            }

            after = page.Next;
        }
    }

    private async Task<T> Ask<T>(string path, Feed feed, string more, CancellationToken ct)
    {
        using var client = clients.CreateClient(Client);
        return await client.GetFromJsonAsync<T>(
            $"/internal/catalog/offered{path}?publisherId={feed.PublisherId}&source={Uri.EscapeDataString(feed.Source)}{more}", ct)
            ?? throw new HttpRequestException("Catalog answered null.");
    }

    /// <summary>What Catalog has is settled, what it does not have is forgotten; the next reading is a whole one.</summary>
    private async Task Write(Guid feedId, List<Offered> news, string[] gone, CancellationToken ct)
    {
        await using var connection = await connections.Source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var commands = new NpgsqlBatch(connection, transaction);
        foreach (var some in news.Chunk(Chunk))
        {
            Add(
                commands,
                """
                insert into importer.mission_state (feed_id, client_id, sent_hash, applied_hash)
                select $1, client_id, hash, hash from unnest($2, $3) as offered (client_id, hash)
                on conflict (feed_id, client_id) do update set sent_hash = excluded.sent_hash, applied_hash = excluded.applied_hash, sent_batch = null
                """,
                feedId,
                some.Select(m => m.ClientId).ToArray(),
                some.Select(m => m.Hash).ToArray());
        }

        foreach (var some in gone.Chunk(Chunk))
        {
            Add(commands, "delete from importer.mission_state where feed_id = $1 and client_id = any($2)", feedId, some);
        }

        Add(commands, "update importer.feed set etag = null, last_modified = null, cursor = null where id = $1", feedId);
        await commands.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }

    internal static bool IsSilence(Exception e, CancellationToken ct) =>
        e is HttpRequestException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested);

    private static partial class Log
    {
        [LoggerMessage(EventId = 2231, Level = LogLevel.Warning,
            Message = "Importer and catalog differed on missions of {Publisher} (a database was restored, or lost commits): {Learned} learned from the catalog, {Forgotten} forgotten")]
        internal static partial void Differed(ILogger logger, string publisher, int learned, int forgotten);

        [LoggerMessage(EventId = 2232, Level = LogLevel.Warning, Message = "The catalog does not tell what it has of {Publisher}: {Reason}")]
        internal static partial void NoAnswer(ILogger logger, string publisher, string reason);
    }
}
