using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Engagement.Importer.Contacts;

/// <summary>A contact as its partner sees it.</summary>
/// <param name="FeedId">The feed whose alerts it gets.</param>
/// <param name="Address">Its address.</param>
/// <param name="RefusedAt">When a mail server said that the address takes no mail; null while it does.</param>
public sealed record ContactView(Guid FeedId, string Address, DateTimeOffset? RefusedAt);

/// <summary>Reads and sets the contacts of feeds.</summary>
internal sealed class FeedContacts(ImporterConnections connections, IDbContextFactory<ImporterDb> databases)
{
    internal async Task<IReadOnlyList<ContactView>> Of(IReadOnlyCollection<Guid> feedIds, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.FeedContacts.Where(c => feedIds.Contains(c.FeedId)).OrderBy(c => c.Address)
            .Select(c => new ContactView(c.FeedId, c.Address, c.RefusedAt)).ToListAsync(ct);
    }

    /// <summary>
    /// These and no others. What is owed to one that goes is no longer owed; one that was refused is tried again. The feed's lock makes two
    /// who save at once take turns.
    /// </summary>
    internal async Task Save(Guid feedId, IReadOnlyList<string> addresses, CancellationToken ct)
    {
        await using var connection = await connections.Source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var commands = new NpgsqlBatch(connection, transaction);
        commands.BatchCommands.Add(new NpgsqlBatchCommand("select 1 from importer.feed where id = $1 for update") { Parameters = { new() { Value = feedId } } });
        commands.BatchCommands.Add(new NpgsqlBatchCommand("delete from importer.feed_contact where feed_id = $1 and address <> all ($2)")
        {
            Parameters = { new() { Value = feedId }, new() { Value = addresses.ToArray() } },
        });
        commands.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            insert into importer.feed_contact (id, feed_id, address)
            select gen_random_uuid(), $1, address from unnest($2) as address
            on conflict (feed_id, address) do update set refused_at = null
            """)
        {
            Parameters = { new() { Value = feedId }, new() { Value = addresses.ToArray() } },
        });
        await commands.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
