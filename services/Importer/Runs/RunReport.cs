using Engagement.Contracts;
using Engagement.Missions;
using Npgsql;

namespace Engagement.Importer.Runs;

/// <summary>What a run has to tell its partner. Memory and report are bounded, however long and faulty the feed.</summary>
internal sealed class RunReport
{
    /// <summary>Rows of one report.</summary>
    internal const int MostRows = 20_000;

    private readonly SortedSet<string> otherSource = new(StringComparer.Ordinal);

    internal ReportRows Rows { get; } = new(MostRows);

    /// <summary>The missions that another source of the partner has, all of them: they can be moved.</summary>
    internal IReadOnlyCollection<string> OtherSource => otherSource;

    internal void Refuse(FeedItem item, bool stillLive) => Add(RunItemKind.Refusal, item, item.Refusals, stillLive);

    internal void Warn(FeedItem item) => Add(RunItemKind.Warning, item, item.Warnings, false);

    internal void WarnOf(FeedRemark remark) => Rows.Add(
        new(RunItemKind.Warning, remark.Code, remark.Message) { Line = LineOf(remark), Field = remark.Field, Value = remark.Value });

    internal void Duplicate(FeedItem item, int firstLine) => Add(RunItemKind.Duplicate, item, [DuplicateOf(item, firstLine)], false);

    internal static FeedRemark DuplicateOf(FeedItem item, int firstLine) => new(
        "DUPLICATE_CLIENT_ID", "clientId", item.ClientId, item.Line,
        $"Le clientId est déjà celui de la mission de la ligne {firstLine} : seule la première est prise en compte.");

    internal void Absent(string clientId) => Rows.Add(
        new(RunItemKind.Absent, "WITHDRAWAL_HELD", "La mission n'est plus dans le flux ; son retrait attend une confirmation.") { ClientId = clientId, StillLive = true });

    internal void LeftAlone(string clientId) => Rows.Add(
        new(RunItemKind.LeftAlone, "CHANGED_SINCE", "La mission a changé depuis l'import annulé, ou vient maintenant d'une autre source : elle n'a pas été touchée.")
        {
            ClientId = clientId,
            StillLive = true,
        });

    /// <summary>Null where the feed has no lines.</summary>
    internal static int? LineOf(FeedRemark remark) => remark.Line == 0 ? null : remark.Line;

    /// <summary>Takes what Catalog did not apply of the run's batches, which the outcomes have noted one after the other.</summary>
    internal async Task TakeUnapplied(Guid runId, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            delete from importer.unapplied where run_id = $1
            returning kinds, codes, positions, lines, client_ids, messages, still_live
            """,
            connection)
        { Parameters = { new() { Value = runId } } };
        var rows = new List<ReportRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.AddRange(Unapplied(reader));
        }

        foreach (var row in rows.OrderBy(r => r.Position).ThenBy(r => r.ClientId, StringComparer.Ordinal))
        {
            Rows.Add(row);
            if (row.Code == Outcomes.OtherSource)
            {
                otherSource.Add(row.ClientId!);
            }
        }
    }

    private static IEnumerable<ReportRow> Unapplied(NpgsqlDataReader reader)
    {
        var (kinds, codes, clientIds, messages) = (Column<string>(0), Column<string>(1), Column<string>(4), Column<string>(5));
        var (positions, lines, live) = (Column<int>(2), Column<int>(3), Column<bool>(6));
        return kinds.Select((kind, i) => new ReportRow(kind, codes[i], messages[i])
        {
            Position = positions[i],
            Line = lines[i] == 0 ? null : lines[i],
            ClientId = clientIds[i],
            StillLive = live[i],
        });

        T[] Column<T>(int place) => reader.GetFieldValue<T[]>(place);
    }

    private void Add(string kind, FeedItem item, IReadOnlyList<FeedRemark> remarks, bool stillLive)
    {
        foreach (var remark in remarks)
        {
            Rows.Add(new(kind, remark.Code, remark.Message)
            {
                Position = item.Position,
                Line = LineOf(remark),
                ClientId = item.ClientId,
                Field = remark.Field,
                Value = remark.Value,
                StillLive = stillLive,
            });
        }
    }
}
