using Engagement.Importer.Storage;
using Engagement.Missions;
using Npgsql;
using NpgsqlTypes;

namespace Engagement.Importer.Runs;

/// <summary>Writes the remarks of a run, some hundreds at a time: a report may be as long as the feed, the memory is not.</summary>
internal sealed class RunReport(Guid runId, ImporterConnections connections)
{
    private const int AtOnce = 1000;
    private readonly List<Row> rows = new(AtOnce);

    internal bool IsFull => rows.Count >= AtOnce;

    internal void Refuse(FeedItem item, bool stillLive) => Add(RunItemKind.Refusal, item, item.Refusals, stillLive);

    internal void Warn(FeedItem item) => Add(RunItemKind.Warning, item, item.Warnings, false);

    internal void WarnOf(FeedRemark remark) =>
        rows.Add(new(RunItemKind.Warning, remark.Code, null, LineOf(remark), null, remark.Field, remark.Value, remark.Message, false));

    internal void Duplicate(FeedItem item, int firstLine) => Add(RunItemKind.Duplicate, item, [DuplicateOf(item, firstLine)], false);

    internal static FeedRemark DuplicateOf(FeedItem item, int firstLine) => new(
        "DUPLICATE_CLIENT_ID", "clientId", item.ClientId, item.Line,
        $"Le clientId est déjà celui de la mission de la ligne {firstLine} : seule la première est prise en compte.");

    internal void Absent(string clientId) => rows.Add(new(
        RunItemKind.Absent, "WITHDRAWAL_HELD", null, null, clientId, null, null, "La mission n'est plus dans le flux ; son retrait attend une confirmation.", true));

    internal void LeftAlone(string clientId) => rows.Add(new(
        RunItemKind.LeftAlone, "CHANGED_SINCE", null, null, clientId, null, null, "La mission a changé depuis l'import annulé, ou vient maintenant d'une autre source : elle n'a pas été touchée.", true));

    /// <summary>Null where the feed has no lines.</summary>
    internal static int? LineOf(FeedRemark remark) => remark.Line == 0 ? null : remark.Line;

    internal async Task Flush(CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await using var connection = await connections.Source.OpenConnectionAsync(ct);
        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy importer.run_item (run_id, kind, code, position, line, client_id, field, value, message, still_live) from stdin (format binary)", ct))
        {
            foreach (var row in rows)
            {
                await Write(copy, row, ct);
            }

            await copy.CompleteAsync(ct);
        }

        rows.Clear();
    }

    private void Add(string kind, FeedItem item, IReadOnlyList<FeedRemark> remarks, bool stillLive)
    {
        foreach (var remark in remarks)
        {
            rows.Add(new(kind, remark.Code, item.Position, LineOf(remark), item.ClientId, remark.Field, remark.Value, remark.Message, stillLive));
        }
    }

    private async Task Write(NpgsqlBinaryImporter copy, Row row, CancellationToken ct)
    {
        await copy.StartRowAsync(ct);
        await copy.WriteAsync(runId, NpgsqlDbType.Uuid, ct);
        await copy.WriteAsync(row.Kind, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.Code, NpgsqlDbType.Text, ct);
        await WriteNumber(copy, row.Position, ct);
        await WriteNumber(copy, row.Line, ct);
        await WriteText(copy, row.ClientId, ct);
        await WriteText(copy, row.Field, ct);
        await WriteText(copy, row.Value, ct);
        await copy.WriteAsync(row.Message, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.StillLive, NpgsqlDbType.Boolean, ct);
    }

    private static Task WriteNumber(NpgsqlBinaryImporter copy, int? value, CancellationToken ct) =>
        value is { } number ? copy.WriteAsync(number, NpgsqlDbType.Integer, ct) : copy.WriteNullAsync(ct);

    private static Task WriteText(NpgsqlBinaryImporter copy, string? value, CancellationToken ct) =>
        value is not null ? copy.WriteAsync(value, NpgsqlDbType.Text, ct) : copy.WriteNullAsync(ct);

    private sealed record Row(
        string Kind, string Code, int? Position, int? Line, string? ClientId, string? Field, string? Value, string Message, bool StillLive);
}
