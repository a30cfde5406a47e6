using Engagement.Catalog.Storage;
using Engagement.Missions;
using Npgsql;

namespace Engagement.Catalog.Geocoding;

/// <summary>Reads from the database what is to be asked, and keeps there what was answered.</summary>
internal static class GeocodingCache
{
    private const string Unasked =
        """
        select distinct on (a.geocoding_key) a.geocoding_key, a.street, a.postal_code, a.city, a.department_code
        from catalog.address a
        join catalog.mission m on m.id = a.mission_id and m.status = 'ACCEPTED'
        left join catalog.geocoding g on g.key = a.geocoding_key
        where a.geocoding_key is not null and a.precision in ('CITY', 'DEPARTMENT', 'NONE')
            and (g.key is null or (g.precision is null and g.at < $1))
        order by a.geocoding_key
        limit $2
        """;

    private const string Keep =
        """
        insert into catalog.geocoding as known (key, precision, lat, lon, commune_code, score, at)
        select row.*, $7 from unnest($1, $2, $3, $4, $5, $6) as row (key, precision, lat, lon, commune_code, score)
        on conflict (key) do update set
            precision = excluded.precision, lat = excluded.lat, lon = excluded.lon, commune_code = excluded.commune_code, score = excluded.score, at = excluded.at
        where known.precision is null
        """;

    internal static async Task<IReadOnlyList<GeocodingQuestion>> Questions(NpgsqlConnection connection, DateTimeOffset askedBefore, int limit, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Unasked, askedBefore, limit);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var questions = new List<GeocodingQuestion>();
        while (await reader.ReadAsync(ct))
        {
            questions.Add(new GeocodingQuestion(reader.GetString(0), reader.GetString(1), Text(reader, 2), Text(reader, 3), Text(reader, 4)));
        }

        return questions;
    }

    internal static async Task Store(NpgsqlConnection connection, IReadOnlyList<GeocodingAnswer> answers, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(
            Keep,
            answers.Select(a => a.Key).ToArray(),
            answers.Select(a => a.Precision switch { GeoPrecision.Street => "STREET", GeoPrecision.City => "CITY", _ => null }).ToArray(),
            answers.Select(a => a.Lat).ToArray(),
            answers.Select(a => a.Lon).ToArray(),
            answers.Select(a => a.CommuneCode).ToArray(),
            answers.Select(a => a.Score).ToArray(),
            now);
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
