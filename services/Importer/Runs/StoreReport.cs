using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Engagement.Importer.Runs;

/// <summary>
/// Stores the report of a run that ends, in the transaction that closes its record. A run that has the report of an earlier one points to
/// it, and writes nothing. Of a feed the last reports are whole; older ones keep their totals and examples.
/// </summary>
internal static class StoreReport
{
    /// <summary>Reports of a feed that keep every row.</summary>
    internal const int WholeReports = 10;

    /// <summary>Rows of each code that an older one keeps.</summary>
    internal const int Examples = 200;

    /// <returns>The report, made or found; null when there is nothing to tell.</returns>
    internal static async Task<Guid?> Store(Guid feedId, RunReport report, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        var totals = report.Rows.Totals.ToList();
        if (totals.Count == 0)
        {
            return null;
        }

        var rows = report.Rows.Kept();
        var digest = ReportDigest.Of(totals, rows, report.OtherSource);
        if (await Find(feedId, digest, connection, transaction, ct) is { } same)
        {
            return same;
        }

        var id = Guid.CreateVersion7();
        await Add(id, feedId, digest, totals, report.OtherSource, connection, transaction, ct);
        await Copy(id, rows, connection, ct);
        await Thin(feedId, connection, transaction, ct);
        return id;
    }

    private static async Task<Guid?> Find(Guid feedId, byte[] digest, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            update importer.report set used = nextval('importer.reading_order')
            where id = (select id from importer.report where feed_id = $1 and digest = $2 and whole order by used desc limit 1)
            returning id
            """,
            connection, transaction)
        {
            Parameters = { new() { Value = feedId }, new() { Value = digest } },
        };
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }

    private static async Task Add(
        Guid id, Guid feedId, byte[] digest, List<CodeTotal> totals, IReadOnlyCollection<string> otherSource,
        NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new("insert into importer.report (id, feed_id, digest, whole, used) values ($1, $2, $3, true, nextval('importer.reading_order'))")
        {
            Parameters = { new() { Value = id }, new() { Value = feedId }, new() { Value = digest } },
        });
        batch.BatchCommands.Add(new("insert into importer.run_total (report_id, kind, code, total, kept) select $1, * from unnest($2, $3, $4, $5)")
        {
            Parameters =
            {
                new() { Value = id }, new() { Value = totals.Select(t => t.Kind).ToArray() }, new() { Value = totals.Select(t => t.Code).ToArray() },
                new() { Value = totals.Select(t => t.Total).ToArray() }, new() { Value = totals.Select(t => t.Kept).ToArray() },
            },
        });
        batch.BatchCommands.Add(new("insert into importer.other_source (report_id, client_id) select $1, unnest($2)")
        {
            Parameters = { new() { Value = id }, new() { Value = otherSource.ToArray() } },
        });
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static async Task Copy(Guid id, IReadOnlyList<ReportRow> rows, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            copy importer.run_item (report_id, place, kind, code, position, line, client_id, field, value, message, still_live)
            from stdin (format binary)
            """,
            ct);
        for (var place = 0; place < rows.Count; place++)
        {
            var row = rows[place];
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(id, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(place + 1, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(row.Kind, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Code, NpgsqlDbType.Text, ct);
            await WriteNumber(copy, row.Position, ct);
            await WriteNumber(copy, row.Line, ct);
            await WriteText(copy, row.ClientId, 500, ct);
            await WriteText(copy, row.Field, 100, ct);
            await WriteText(copy, row.Value, 500, ct);
            await copy.WriteAsync(Storable(row.Message, 2000), NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.StillLive, NpgsqlDbType.Boolean, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private static async Task Thin(Guid feedId, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            with older as (select id from importer.report where feed_id = $1 and whole order by used desc offset $2),
            marked as (update importer.report r set whole = false from older where r.id = older.id),
            counted as (update importer.run_total t set kept = $3 from older where t.report_id = older.id and t.kept > $3),
            unmovable as (delete from importer.other_source o using older where o.report_id = older.id)
            delete from importer.run_item i using (
                select r.report_id, r.place, row_number() over (partition by r.report_id, r.kind, r.code order by r.place) as number
                from importer.run_item r join older on r.report_id = older.id) as numbered
            where numbered.number > $3 and i.report_id = numbered.report_id and i.place = numbered.place
            """,
            connection, transaction)
        {
            Parameters = { new() { Value = feedId }, new() { Value = WholeReports }, new() { Value = Examples } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static Task WriteNumber(NpgsqlBinaryImporter copy, int? value, CancellationToken ct) =>
        value is { } number ? copy.WriteAsync(number, NpgsqlDbType.Integer, ct) : copy.WriteNullAsync(ct);

    private static Task WriteText(NpgsqlBinaryImporter copy, string? value, int longest, CancellationToken ct) =>
        value is not null ? copy.WriteAsync(Storable(value, longest), NpgsqlDbType.Text, ct) : copy.WriteNullAsync(ct);

    /// <summary>
    /// What a feed shows may be longer than the database takes, or hold what PostgreSQL does not store: a NUL, or half of a character. A
    /// report must be stored nevertheless.
    /// </summary>
    private static string Storable(string text, int longest)
    {
        var cut = text.Length > longest ? text[..longest] : text;
        return cut.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 && !cut.Contains('\0', StringComparison.Ordinal)
            ? cut
            : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)).Replace('\0', '\uFFFD');
    }
}
