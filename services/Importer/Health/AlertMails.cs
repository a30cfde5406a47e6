using Engagement.Importer.Storage;
using Npgsql;

namespace Engagement.Importer.Health;

/// <summary>One thing to tell in a mail.</summary>
internal sealed record AlertNotice(
    Guid MailId, Guid ContactId, string Publisher, string Feed, string Kind, string Event, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, Guid RunId);

/// <summary>What is owed to one address about the feeds of one publisher: one mail.</summary>
internal sealed record OwedMail(string Address, IReadOnlyList<AlertNotice> Notices)
{
    internal IEnumerable<Guid> Contacts => Notices.Select(n => n.ContactId).Distinct();
}

/// <summary>
/// Reads what is owed from <c>importer.alert_mail</c> and notes what became of it. Whoever takes a mail has it for longer than sending can last;
/// no lock is held meanwhile, so nobody who saves contacts waits. A process that ends in between leaves it to the next, which sends it again.
/// </summary>
internal sealed class AlertMails(ImporterConnections connections, TimeProvider clock)
{
    private const int KeepDays = 30;
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private const string TakeSql =
        """
        with ready as (
            select m.id, m.next_at, c.address, f.publisher_id
            from importer.alert_mail m
            join importer.feed_contact c on c.id = m.contact_id
            join importer.feed_alert a on a.id = m.alert_id
            join importer.feed f on f.id = a.feed_id
            where m.sent_at is null and m.refusal is null and m.next_at <= clock_timestamp() and c.refused_at is null
                and case m.event
                    when 'OPENED' then a.closed_at is null and not exists (
                        select 1 from importer.alert_mail told join importer.feed_alert former on former.id = told.alert_id
                        where told.contact_id = m.contact_id and told.event = 'OPENED' and former.kind = a.kind and told.sent_at > clock_timestamp() - interval '24 hours')
                    else exists (
                        select 1 from importer.alert_mail told
                        where told.alert_id = m.alert_id and told.contact_id = m.contact_id and told.event = 'OPENED' and told.sent_at is not null) end),
        first as (select address, publisher_id from ready order by next_at, id limit 1),
        -- What another process took a moment ago no longer fits, or is locked.
        due as (
            select m.id from importer.alert_mail m
            where m.id in (select r.id from ready r join first using (address, publisher_id)) and m.sent_at is null and m.next_at <= clock_timestamp()
            for update skip locked),
        taken as (
            update importer.alert_mail m set next_at = clock_timestamp() + $1, attempts = m.attempts + 1
            from due where m.id = due.id
            returning m.id, m.alert_id, m.contact_id, m.event)
        select t.id, c.id, f.publisher_name, f.name, a.kind, t.event, a.opened_at, a.closed_at, a.run_id, c.address
        from taken t
        join importer.feed_contact c on c.id = t.contact_id
        join importer.feed_alert a on a.id = t.alert_id
        join importer.feed f on f.id = a.feed_id
        order by t.event desc, f.name, a.opened_at, a.kind
        """;

    /// <summary>Takes all that one address must be told about one publisher; null when nothing is due.</summary>
    internal async Task<OwedMail?> Take(CancellationToken ct)
    {
        await using var command = Command(TakeSql, Turn);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (address, notices) = ("", new List<AlertNotice>());
        while (await reader.ReadAsync(ct))
        {
            address = reader.GetString(9);
            notices.Add(new AlertNotice(
                reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                reader.GetFieldValue<DateTimeOffset>(6), await reader.IsDBNullAsync(7, ct) ? null : reader.GetFieldValue<DateTimeOffset>(7), reader.GetGuid(8)));
        }

        return notices.Count == 0 ? null : new OwedMail(address, notices);
    }

    internal Task NoteSent(OwedMail mail, CancellationToken ct) =>
        Write("update importer.alert_mail set sent_at = clock_timestamp() where id = any ($1)", ct, Ids(mail));

    /// <summary>It will be tried again after a pause that grows with each attempt.</summary>
    internal Task NoteDeferred(OwedMail mail, TimeSpan firstPause, CancellationToken ct) => Write(
        """
        update importer.alert_mail set next_at = clock_timestamp() + least($2 * power(2, least(attempts, 20) - 1), $3)
        where id = any ($1) and sent_at is null
        """,
        ct, Ids(mail), firstPause, LongestPause);

    /// <summary>Nothing more is sent to the address until it is saved again; what is owed to it waits for that.</summary>
    internal async Task NoteRecipientRefused(OwedMail mail, CancellationToken ct)
    {
        await Write("update importer.feed_contact set refused_at = $2 where id = any ($1)", ct, mail.Contacts.ToArray(), clock.GetUtcNow());
        await Write("update importer.alert_mail set next_at = clock_timestamp() where id = any ($1)", ct, Ids(mail));
    }

    internal Task NoteMessageRefused(OwedMail mail, string detail, CancellationToken ct) =>
        Write("update importer.alert_mail set refusal = left($2, 1000) where id = any ($1)", ct, Ids(mail), detail);

    /// <summary>Removes what is no longer worth telling: an alert that was over before anybody heard of it, and what is long over.</summary>
    internal async Task RemoveOld(CancellationToken ct)
    {
        await Write(
            """
            with unheard as (
                delete from importer.alert_mail m using importer.feed_alert a
                where a.id = m.alert_id and a.closed_at is not null and m.event = 'OPENED' and m.sent_at is null and m.next_at <= clock_timestamp()
                returning m.alert_id, m.contact_id)
            delete from importer.alert_mail m using unheard u where m.alert_id = u.alert_id and m.contact_id = u.contact_id and m.event = 'CLOSED'
            """,
            ct);
        await Write("delete from importer.feed_alert where closed_at < $1", ct, clock.GetUtcNow().AddDays(-KeepDays));
    }

    private static Guid[] Ids(OwedMail mail) => [.. mail.Notices.Select(n => n.MailId)];

    private async Task Write(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync(ct);
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = connections.Source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
