using System.Data;
using System.Runtime.CompilerServices;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Search.Storage;
using Npgsql;

namespace Engagement.Search.Replica;

/// <summary>Reads back what the replica holds, for what is kept in memory: everything at start, the rest of it after a gap.</summary>
internal sealed class ReplicaReader([FromKeyedServices(SearchDb.Schema)] NpgsqlDataSource database)
{
    /// <summary>Missions of one part; small enough for several to be in flight, large enough to be worth a task.</summary>
    private const int PartSize = 1_024;

    private const string MissionColumns =
        "select id, number, version, publisher_id, client_id, organization_id, status, created_at, updated_at, body from search.mission where ";

    private const string OrganizationColumns = "select id, number, version, publisher_id, body from search.organization where ";

    /// <summary>
    /// The state of every entity that changed after a number, in one consistent view: first keys, publishers and structures, then the
    /// missions in parts. Only the last part carries the checkpoint in <see cref="ReplicaEntries.To"/>, so that no part claims more than
    /// all before it hold.
    /// </summary>
    internal async IAsyncEnumerable<ReplicaEntries> ReadAfter(long after, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var (to, incarnation) = await ReadPosition(connection, ct);
        if (to <= after)
        {
            yield break;
        }

        var part = new ReplicaEntries(after, after) { Incarnation = incarnation };
        await ReadPartners(connection, after, part, ct);
        await ReadOrganizations(connection, after, part, ct);
        await foreach (var row in Rows(connection, MissionColumns + "number > $1 order by number", after, ct))
        {
            part.Missions.Add(Mission(row));
            if (part.Missions.Count == PartSize)
            {
                yield return part;
                part = new ReplicaEntries(after, after) { Incarnation = incarnation };
            }
        }

        yield return part with { To = to };
    }

    /// <summary>The missions of some structures, whatever their status.</summary>
    internal Task<IReadOnlyList<MissionEntry>> ReadMissionsOf(IReadOnlyList<Guid> organizations, CancellationToken ct) =>
        ReadMissions("organization_id = any ($1)", organizations.ToArray(), ct);

    /// <summary>Missions by id; those that are not there are left out.</summary>
    internal Task<IReadOnlyList<MissionEntry>> ReadMissions(IReadOnlyList<Guid> ids, CancellationToken ct) =>
        ReadMissions("id = any ($1)", ids.ToArray(), ct);

    /// <summary>Structures by id; those that are not there are left out.</summary>
    internal async Task<IReadOnlyList<OrganizationEntry>> ReadOrganizations(IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var organizations = new List<OrganizationEntry>();
        await foreach (var row in Rows(connection, OrganizationColumns + "id = any ($1)", ids.ToArray(), ct))
        {
            organizations.Add(Organization(row));
        }

        return organizations;
    }

    /// <summary>
    /// The structures that some records are of: the records that speak for each, in their order, and which of the records it is of.
    /// </summary>
    internal async Task<IReadOnlyList<(Guid Id, IReadOnlyList<Guid> Speakers, IReadOnlyList<Guid> Asked)>> ReadStructuresOf(
        IReadOnlyList<Guid> organizations, CancellationToken ct)
    {
        const string Sql = """
            select id, speakers, array(select unnest(organizations) intersect select unnest($1))
            from search.structure where organizations && $1 order by number
            """;
        await using var connection = await database.OpenConnectionAsync(ct);
        var structures = new List<(Guid, IReadOnlyList<Guid>, IReadOnlyList<Guid>)>();
        await foreach (var row in Rows(connection, Sql, organizations.ToArray(), ct))
        {
            structures.Add((row.GetGuid(0), row.GetFieldValue<Guid[]>(1), row.GetFieldValue<Guid[]>(2)));
        }

        return structures;
    }

    /// <summary>Where the replica is.</summary>
    internal async Task<ReplicaPosition> ReadPosition(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await ReadPosition(connection, ct);
    }

    /// <summary>A connection to look at the position with, again and again: that it breaks says that the database may have gone back.</summary>
    internal ValueTask<NpgsqlConnection> OpenWatch(CancellationToken ct) => database.OpenConnectionAsync(ct);

    private async Task<IReadOnlyList<MissionEntry>> ReadMissions(string condition, object value, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var missions = new List<MissionEntry>();
        await foreach (var row in Rows(connection, MissionColumns + condition, value, ct))
        {
            missions.Add(Mission(row));
        }

        return missions;
    }

    internal static async Task<ReplicaPosition> ReadPosition(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select number, incarnation from search.checkpoint where name = $1", connection)
        {
            Parameters = { new() { Value = ApplyChanges.Follower } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new ReplicaPosition(reader.GetInt64(0), reader.GetInt64(1)) : default;
    }

    private static MissionEntry Mission(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetInt64(1), row.GetInt64(2),
        row.IsDBNull(9)
            ? null
            : new MissionBody(
                row.GetGuid(3), row.GetString(4), row.IsDBNull(5) ? null : row.GetGuid(5), row.GetString(6),
                row.GetFieldValue<DateTimeOffset>(7), row.GetFieldValue<DateTimeOffset>(8), new RawJson(row.GetFieldValue<byte[]>(9))));

    private static async Task ReadPartners(NpgsqlConnection connection, long after, ReplicaEntries into, CancellationToken ct)
    {
        await foreach (var row in Rows(connection, "select id, number, version, body from search.publisher where number > $1 order by number", after, ct))
        {
            into.Publishers.Add(new PublisherEntry(row.GetGuid(0), row.GetInt64(1), row.GetInt64(2), Body<PublisherBody>(row, 3)));
        }

        await foreach (var row in Rows(connection, "select id, number, version, body from search.partner_key where number > $1 order by number", after, ct))
        {
            into.Keys.Add(new KeyEntry(row.GetGuid(0), row.GetInt64(1), row.GetInt64(2), Body<KeyBody>(row, 3)));
        }
    }

    private static async Task ReadOrganizations(NpgsqlConnection connection, long after, ReplicaEntries into, CancellationToken ct)
    {
        // Of the structures, a fresh memory needs those that a mission names; the others are known to exist, without their content.
        const string Sql =
            """
            select id, number, version, publisher_id,
                case when $1 > 0 or exists (select from search.mission m where m.organization_id = o.id and m.status = 'ACCEPTED') then body end
            from search.organization o where number > $1 order by number
            """;
        await foreach (var row in Rows(connection, Sql, after, ct))
        {
            into.Organizations.Add(Organization(row));
        }
    }

    private static OrganizationEntry Organization(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetInt64(1), row.GetInt64(2),
        row.IsDBNull(3) ? null : row.GetGuid(3),
        row.IsDBNull(4) ? null : new RawJson(row.GetFieldValue<byte[]>(4)));

    private static TBody? Body<TBody>(NpgsqlDataReader row, int column)
        where TBody : class => row.IsDBNull(column) ? null : MessageJson.Read<TBody>(new RawJson(row.GetFieldValue<byte[]>(column)));

    private static async IAsyncEnumerable<NpgsqlDataReader> Rows(
        NpgsqlConnection connection, string sql, object value, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = value } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return reader;
        }
    }
}

/// <summary>Where the replica is.</summary>
/// <param name="Number">The number that it has applied.</param>
/// <param name="Incarnation">Another number when it went back or was built again.</param>
internal readonly record struct ReplicaPosition(long Number, long Incarnation);
