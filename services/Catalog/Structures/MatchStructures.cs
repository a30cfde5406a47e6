using Engagement.Catalog.Storage;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;
using Npgsql;

namespace Engagement.Catalog.Structures;

/// <summary>
/// Beside the import: reads the records that changed in the order of the log, matches them anew with all that they touch and writes what
/// differs. Only structures with several records go into the log; the others would say nothing that the record itself does not.
/// </summary>
internal sealed partial class MatchStructures(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source,
    [FromKeyedServices(CatalogDb.Schema)] ChangeLog log,
    TimeProvider clock,
    ILogger<MatchStructures> logger) : RecurringWork(TimeSpan.FromSeconds(2), logger)
{
    private const int TurnLock = 0x63617404;

    /// <summary>Matches what changed since the last time; returns how many records were read.</summary>
    internal async Task<int> Match(CancellationToken ct)
    {
        var (total, read) = (0, 1);
        while (read > 0)
        {
            read = await MatchNext(ct);
            total += read;
        }

        return total;
    }

    /// <summary>Matches again in the caller's transaction, which took its turn; the log is appended to last.</summary>
    /// <param name="transaction">The caller's.</param>
    /// <param name="organizations">The records that changed, or were decided on.</param>
    /// <param name="former">What told them apart before, where that changed.</param>
    /// <param name="ct">Ends it.</param>
    internal async Task Rematch(
        NpgsqlTransaction transaction, IEnumerable<Guid> organizations, IEnumerable<RecordIdentity> former, CancellationToken ct)
    {
        var now = clock.GetStoredNow();
        var touched = await TouchedRecords.Read(transaction, organizations, former, ct);
        var matches = StructureMatching.Match(touched.Records, touched.Decisions);
        var ids = matches.Values.Select(m => m.Key).Distinct(StringComparer.Ordinal).ToDictionary(key => key, EntityId.OfStructure, StringComparer.Ordinal);
        var moved = matches.Where(m => touched.Matches.GetValueOrDefault(m.Key) != (ids[m.Value.Key], m.Value.By)).ToList();
        var structures = matches.GroupBy(m => m.Value.Key, m => m.Key, StringComparer.Ordinal)
            .Select(s => new StructureRow(ids[s.Key], s.Key, [.. s.Order()]))
            .ToDictionary(s => s.Id);
        var known = await StructureStore.Read(transaction, ids.Values.Union(touched.Matches.Values.Select(m => m.StructureId)), ct);
        var changes = new List<NewChange>();
        var rows = Changed(structures, known, changes, now);
        await StructureStore.Write(transaction, rows, [.. moved.Select(m => (m.Key, ids[m.Value.Key], m.Value.By))], now, ct);
        if (changes.Count > 0)
        {
            await log.Append(transaction, changes, ct);
        }
    }

    internal static async Task TakeTurn(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select pg_advisory_xact_lock({TurnLock})", transaction.Connection, transaction);
        await command.ExecuteNonQueryAsync(ct);
    }

    protected override async Task Round(CancellationToken ct)
    {
        if (await Match(ct) is > 0 and var count)
        {
            Log.Matched(logger, count);
        }
    }

    private async Task<int> MatchNext(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        // Most of the time there is nothing, and no turn to wait for.
        if (!await StructureStore.HasChanged(connection, ct))
        {
            return 0;
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await TakeTurn(transaction, ct);
        var changed = await StructureStore.ReadChanged(connection, ct);
        if (changed.Count > 0)
        {
            var former = await StructureStore.WriteIdentities(transaction, changed, ct);
            await Rematch(transaction, changed.Select(c => c.Identity.OrganizationId), former, ct);
            await transaction.CommitAsync(ct);
        }

        return changed.Count;
    }

    /// <summary>The rows that differ from what is stored, with their next version where readers are to be told.</summary>
    private static List<(StructureRow Row, long Version)> Changed(
        Dictionary<Guid, StructureRow> structures, IReadOnlyDictionary<Guid, KnownStructure> known, List<NewChange> changes, DateTimeOffset now)
    {
        var rows = new List<(StructureRow, long)>();
        var gone = known.Values.Where(k => k.Organizations.Length > 0 && !structures.ContainsKey(k.Id)).Select(k => new StructureRow(k.Id, k.Key, []));
        foreach (var structure in structures.Values.Concat(gone).OrderBy(s => s.Id))
        {
            var before = known.GetValueOrDefault(structure.Id);
            if (before is not null && before.Organizations.AsSpan().SequenceEqual(structure.Organizations))
            {
                continue;
            }

            var (isTold, wasTold) = (structure.Organizations.Length > 1, before?.Organizations.Length > 1);
            var version = (before?.Version ?? 0) + (isTold || wasTold ? 1 : 0);
            rows.Add((structure, version));
            if (isTold || wasTold)
            {
                var body = isTold ? MessageJson.Write(new StructureBody(structure.Organizations)) : (RawJson?)null;
                changes.Add(new NewChange(ChangeKinds.Structure, structure.Id, version, now, body));
            }
        }

        return rows;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2141, Level = LogLevel.Debug, Message = "Structures matched: {Count} records are new or changed")]
        internal static partial void Matched(ILogger logger, int count);
    }
}
