using System.Security.Cryptography;
using Engagement.Catalog.Storage;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;
using Npgsql;

namespace Engagement.Catalog.Structures;

/// <summary>
/// Beside the import: reads the records that changed in the order of the log, matches them anew with all that they touch and writes what
/// differs. What readers are told goes into the log.
/// </summary>
internal sealed partial class MatchStructures(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source,
    [FromKeyedServices(CatalogDb.Schema)] ChangeLog log,
    TimeProvider clock,
    ILogger<MatchStructures> logger) : RecurringWork(TimeSpan.FromSeconds(2), logger)
{
    private const int TurnLock = 0x63617404;
    private const int AtOnce = 5_000;

    private readonly ParkedRows parked = new(source, "structures");
    private bool isCounted;

    /// <summary>Matches what changed since the last time; returns how many records were read.</summary>
    internal Task<int> Match(CancellationToken ct) => ParkedRows.TakeAll(AtOnce, most => MatchNext(most, ct), e => ParkNext(e, ct), ct);

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
        var told = new ToldStructures(touched.Records, matches);
        var structures = matches.GroupBy(m => m.Value.Key, m => m.Key, StringComparer.Ordinal)
            .Select(s => ToldStructure.Of(ids[s.Key], s.Key, [.. s.Order()], told))
            .ToDictionary(s => s.Row.Id);
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
        var count = await Match(ct);
        if (count > 0 || !isCounted)
        {
            Log.Matched(logger, count);
            Parked = await parked.Count("select organization_id, change_number from catalog.structure_record", ct);
            isCounted = true;
        }
    }

    private async Task ParkNext(Exception reason, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await TakeTurn(transaction, ct);
        var (id, number) = await StructureStore.ReadNext(connection, ct);
        Log.Parked(logger, reason, id, number);
        await parked.Park(id, number, reason, clock.GetStoredNow(), ct);
        var former = await StructureStore.WriteIdentities(transaction, [(RecordIdentity.Unknown(id), number)], ct);
        await Rematch(transaction, [id], former, ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<int> MatchNext(int atMost, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        // Most of the time there is nothing, and no turn to wait for.
        if (!await StructureStore.HasChanged(connection, ct))
        {
            return 0;
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await TakeTurn(transaction, ct);
        var changed = await StructureStore.ReadChanged(connection, atMost, ct);
        if (changed.Count > 0)
        {
            var former = await StructureStore.WriteIdentities(transaction, changed, ct);
            await Rematch(transaction, changed.Select(c => c.Identity.OrganizationId), former, ct);
            await transaction.CommitAsync(ct);
        }

        return changed.Count;
    }

    /// <summary>The rows that differ from what is stored, with their next version where readers are told.</summary>
    private static List<(StructureRow Row, long Version)> Changed(
        Dictionary<Guid, ToldStructure> structures, IReadOnlyDictionary<Guid, KnownStructure> known, List<NewChange> changes,
        DateTimeOffset now)
    {
        var rows = new List<(StructureRow, long)>();
        var gone = known.Values.Where(k => k.Organizations.Length > 0 && !structures.ContainsKey(k.Id))
            .Select(k => new ToldStructure(new StructureRow(k.Id, k.Key, [], null), null));
        foreach (var (row, body) in structures.Values.Concat(gone).OrderBy(s => s.Row.Id))
        {
            var before = known.GetValueOrDefault(row.Id);
            var isNews = !row.Told.AsSpan().SequenceEqual(before?.Told);
            if (!isNews && before is not null && before.Organizations.AsSpan().SequenceEqual(row.Organizations))
            {
                continue;
            }

            var version = (before?.Version ?? 0) + (isNews ? 1 : 0);
            rows.Add((row, version));
            if (isNews)
            {
                changes.Add(new NewChange(ChangeKinds.Structure, row.Id, version, now, body));
            }
        }

        return rows;
    }

    /// <summary>A structure with the body of its entry; null when readers are told nothing of it.</summary>
    private sealed record ToldStructure(StructureRow Row, RawJson? Body)
    {
        internal static ToldStructure Of(Guid id, string key, Guid[] organizations, ToldStructures told)
        {
            var body = told.Body(organizations) is { } content ? MessageJson.Write(content) : (RawJson?)null;
            var hash = body is { } json ? SHA256.HashData(json.Utf8.Span) : null;
            return new ToldStructure(new StructureRow(id, key, organizations, hash), body);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2141, Level = LogLevel.Debug, Message = "Structures matched: {Count} records are new or changed")]
        internal static partial void Matched(ILogger logger, int count);

        [LoggerMessage(EventId = 2142, Level = LogLevel.Error,
            Message = "Record {OrganizationId} as of entry {Number} cannot be matched: it is parked and stands alone")]
        internal static partial void Parked(ILogger logger, Exception exception, Guid organizationId, long number);
    }
}
