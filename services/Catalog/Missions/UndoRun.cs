using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>
/// Undoes an import run, so many missions at a time: each whose current version is still the run's gets a new version with its former
/// content, one that the run made is withdrawn; one that has changed since is left alone. Asked again it answers the same.
/// </summary>
internal sealed class UndoRun(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source,
    [FromKeyedServices(CatalogDb.Schema)] ChangeLog log,
    [FromKeyedServices(CatalogDb.Schema)] ClockWatch watch,
    TimeProvider clock)
{
    private const int PageSize = 500;

    internal sealed record Request(Guid PublisherId, string Source);

    /// <param name="Missions">What became of each mission of the page.</param>
    /// <param name="Next">Where the next page begins; null after the last.</param>
    /// <param name="LastNumber">The number of the last change that the page wrote, or 0.</param>
    internal sealed record Page(IReadOnlyList<UndoneMission> Missions, Guid? Next, long LastNumber);

    internal static void Map(IEndpointRouteBuilder services) => services.MapPost(
        "/catalog/runs/{id:guid}/undo",
        (Guid id, Guid? after, Request request, UndoRun undo, CancellationToken ct) => undo.Undo(id, request, after ?? Guid.Empty, ct));

    internal async Task<Page> Undo(Guid runId, Request request, Guid after, CancellationToken ct)
    {
        var isTrusted = await watch.IsTrusted(ct);
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var changed = await ChangedByRun.Read(transaction, runId, request.PublisherId, after, PageSize, ct);
        var plan = new UndoPlan(changed, request.PublisherId, request.Source, clock.GetStoredNow(), isTrusted);
        var last = plan.Changes.Count == 0 ? 0 : await Write(transaction, runId, plan, ct);
        await transaction.CommitAsync(ct);
        return new Page(plan.Missions, changed.Missions.Count < PageSize ? null : changed.Missions[^1].Id, last);
    }

    private async Task<long> Write(NpgsqlTransaction transaction, Guid runId, UndoPlan plan, CancellationToken ct)
    {
        if (!await BatchWriter.Write(transaction, plan.Writes, ct))
        {
            // The sweeper of ended missions came between reading and writing: the caller asks again.
            throw new TimeoutException($"Missions of run {runId} changed while they were undone.");
        }

        await using (var batch = new NpgsqlBatch(transaction.Connection, transaction))
        {
            batch.Add(
                """
                update catalog.run_change c set undone_version = row.version from unnest($2, $3) as row (entity_id, version)
                where c.run_id = $1 and c.entity_id = row.entity_id
                """,
                runId,
                plan.Changes.Select(c => c.EntityId).ToArray(),
                plan.Changes.Select(c => c.Version).ToArray());
            await batch.ExecuteNonQueryAsync(ct);
        }

        return await log.Append(transaction, plan.Changes, ct);
    }
}
