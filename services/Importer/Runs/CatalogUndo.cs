using Engagement.Importer.Storage;
using Npgsql;

namespace Engagement.Importer.Runs;

/// <summary>Asks Catalog, page by page, to undo a run, and notes what each mission is again.</summary>
internal sealed class CatalogUndo(IHttpClientFactory clients, ImporterConnections connections)
{
    internal const string Client = "importer-catalog-undo";
    private const string Restored = "RESTORED";
    private const string Withdrawn = "WITHDRAWN";

    internal sealed record Counts(int Restored, int Withdrawn, int LeftAlone);

    private sealed record Request(Guid PublisherId, string Source);

    private sealed record Page(IReadOnlyList<Mission> Missions, Guid? Next, long LastNumber)
    {
        internal List<Mission> Only(string outcome) => [.. Missions.Where(m => m.Outcome == outcome)];
    }

    private sealed record Mission(string ClientId, string Outcome, byte[]? Hash);

    internal async Task<Counts> Undo(RunContext undo, Guid runId, CancellationToken ct)
    {
        var counts = new Counts(0, 0, 0);
        Guid? after = Guid.Empty;
        while (after is { } start)
        {
            var page = await Ask(undo, runId, start, ct);
            var (restored, withdrawn) = (page.Only(Restored), page.Only(Withdrawn));
            await Note(undo, page, restored, withdrawn, ct);
            foreach (var mission in page.Missions.Where(m => m.Outcome is not (Restored or Withdrawn)))
            {
                undo.Report.LeftAlone(mission.ClientId);
            }

            var leftAlone = page.Missions.Count - restored.Count - withdrawn.Count;
            undo.Progress.Received += restored.Count + leftAlone;
            undo.Progress.Unchanged += leftAlone;
            counts = new(counts.Restored + restored.Count, counts.Withdrawn + withdrawn.Count, counts.LeftAlone + leftAlone);
            after = page.Next;
        }

        return counts;
    }

    private async Task<Page> Ask(RunContext undo, Guid runId, Guid after, CancellationToken ct)
    {
        using var client = clients.CreateClient(Client);
        try
        {
            using var response = await client.PostAsJsonAsync(
                $"/internal/catalog/runs/{runId}/undo?after={after}", new Request(undo.Feed.PublisherId, undo.Feed.Source), ct);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<Page>(ct) ?? throw new HttpRequestException("Catalog answered null.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            throw new RunFailure(RunReasons.UndoInterrupted, e);
        }
    }

    /// <summary>What Catalog has again counts as confirmed: a feed that shows it finds it unchanged.</summary>
    private async Task Note(RunContext undo, Page page, List<Mission> restored, List<Mission> withdrawn, CancellationToken ct)
    {
        await using var connection = await connections.Source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new(
            """
            insert into importer.mission_state (feed_id, client_id, sent_hash, applied_hash)
            select $1, row.client_id, row.hash, row.hash from unnest($2, $3) as row (client_id, hash)
            on conflict (feed_id, client_id) do update
            set sent_hash = excluded.sent_hash, applied_hash = excluded.applied_hash, sent_batch = null
            """)
        {
            Parameters =
            {
                new() { Value = undo.Feed.Id }, new() { Value = restored.Select(m => m.ClientId).ToArray() },
                new() { Value = restored.Select(m => m.Hash!).ToArray() },
            },
        });
        batch.BatchCommands.Add(new("delete from importer.mission_state where feed_id = $1 and client_id = any($2)")
        {
            Parameters = { new() { Value = undo.Feed.Id }, new() { Value = withdrawn.Select(m => m.ClientId).ToArray() } },
        });
        batch.BatchCommands.Add(new(
            "update importer.run set updated = updated + $2, withdrawn = withdrawn + $3, last_number = greatest(last_number, $4) where id = $1")
        {
            Parameters = { new() { Value = undo.Id }, new() { Value = restored.Count }, new() { Value = withdrawn.Count }, new() { Value = page.LastNumber } },
        });
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
