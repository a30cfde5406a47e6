using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace Engagement.Importer.Runs;

/// <summary>A mission whose withdrawal a person confirmed. While it is kept, its absence is not asked for again, and does not count.</summary>
internal sealed class ConfirmedAbsence
{
    public Guid FeedId { get; private set; }
    public string ClientId { get; private set; } = "";
    public DateTimeOffset ConfirmedAt { get; private set; }
}

internal sealed class ConfirmedAbsenceTable : IEntityTypeConfiguration<ConfirmedAbsence>
{
    public void Configure(EntityTypeBuilder<ConfirmedAbsence> table)
    {
        table.ToTable("confirmed_absence");
        table.HasKey(a => new { a.FeedId, a.ClientId });
        table.Property(a => a.FeedId).HasColumnName("feed_id");
        table.Property(a => a.ClientId).HasColumnName("client_id").UseCollation("C");
        table.Property(a => a.ConfirmedAt).HasColumnName("confirmed_at");
        table.HasIndex(a => a.ConfirmedAt).HasDatabaseName("confirmed_absence_at");
    }
}

/// <summary>Keeps and finds the absences that persons confirmed.</summary>
internal static class ConfirmedAbsences
{
    /// <summary>Kept before the missions are withdrawn: what a broken confirmation leaves is withdrawn by the next run.</summary>
    internal static async Task Keep(Guid feedId, string[] clientIds, DateTimeOffset at, ImporterConnections connections, CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand(
            """
            insert into importer.confirmed_absence (feed_id, client_id, confirmed_at) select $1, unnest($2), $3
            on conflict (feed_id, client_id) do update set confirmed_at = excluded.confirmed_at
            """);
        Add(command, feedId, clientIds, at);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Those of the missions whose withdrawal was confirmed.</summary>
    internal static async Task<HashSet<string>> Among(Guid feedId, string[] clientIds, ImporterConnections connections, CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand("select client_id from importer.confirmed_absence where feed_id = $1 and client_id = any($2)");
        Add(command, feedId, clientIds);
        var confirmed = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            confirmed.Add(reader.GetString(0));
        }

        return confirmed;
    }

    private static void Add(NpgsqlCommand command, params ReadOnlySpan<object> values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
    }
}
