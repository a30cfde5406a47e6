using System.ComponentModel.DataAnnotations;
using Engagement.Importer.Storage;
using Engagement.Messaging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Engagement.Importer.Health;

/// <summary>Section <c>Health</c>.</summary>
internal sealed class HealthOptions
{
    /// <summary>A reading that takes longer is told to the partner as slow.</summary>
    [Range(1, 86_400)]
    public int SlowSeconds { get; init; } = 300;

    /// <summary>How often feeds are looked at.</summary>
    [Range(1, 3600)]
    public int EverySeconds { get; init; } = 30;
}

/// <summary>
/// Opens an alert when the last runs of a feed show something wrong and closes it when they no longer do, whatever process ran them. The same
/// statement writes what is owed to the feed's contacts.
/// </summary>
internal sealed partial class WatchFeeds(
    ImporterConnections connections, IOptions<HealthOptions> options, TimeProvider clock, ILogger<WatchFeeds> logger)
    : RecurringWork(TimeSpan.FromSeconds(options.Value.EverySeconds), logger)
{
    private const string Sql =
        """
        with ended as (
            -- A reading of the changes alone may show too few missions to tell anything of the others.
            select r.*, r.read_from is not null and r.received < 20 as few, row_number() over (partition by r.feed_id order by r.started_at desc, r.id desc) as place
            from importer.feed f
            cross join lateral (
                select * from importer.run r
                where r.feed_id = f.id and r.status <> 'RUNNING' and r.trigger in ('SCHEDULE', 'REQUEST')
                    -- It read nothing, because a later run had: it says nothing of the feed.
                    and r.reason is distinct from 'SUPERSEDED'
                order by r.started_at desc, r.id desc limit 3) r),
        -- A server that says that nothing changed says nothing of what the feed holds.
        found as (
            select feed_id, id as run_id, kind
            from ended cross join unnest(array['EMPTY', 'REFUSED', 'HELD', 'SLOW']) as kind
            where place = 1 and case kind
                when 'EMPTY' then reason = 'EMPTY'
                when 'REFUSED' then received > 0 and not few and refused::bigint * 4 > received::bigint * 3
                when 'HELD' then status = 'HELD'
                else seconds > $2 end
            union all
            select feed_id, (array_agg(id order by place))[1], 'FAILING' from ended where status = 'FAILED' group by feed_id having count(*) = 3),
        quiet as (select feed_id, reason from ended where place = 1 and (reason = 'NOT_MODIFIED' or few)),
        closed as (
            update importer.feed_alert a set closed_at = $1
            where a.closed_at is null
                and not exists (select 1 from found where found.feed_id = a.feed_id and found.kind = a.kind)
                and not (a.kind in ('REFUSED', 'SLOW') and exists (
                    select 1 from quiet where quiet.feed_id = a.feed_id and (a.kind = 'REFUSED' or quiet.reason = 'NOT_MODIFIED')))
            returning a.id),
        opened as (
            insert into importer.feed_alert (id, feed_id, kind, run_id, opened_at)
            select gen_random_uuid(), feed_id, kind, run_id, $1 from found
            on conflict (feed_id, kind) where closed_at is null do nothing
            returning id, feed_id, kind),
        -- What nobody has begun to send is no longer true.
        dropped as (
            delete from importer.alert_mail m using closed where m.alert_id = closed.id and m.event = 'OPENED' and m.attempts = 0
            returning m.id),
        -- Locked, so that a contact that is being removed gets nothing.
        to_tell as (
            select o.id as alert_id, c.id as contact_id
            from opened o join importer.feed_contact c on c.feed_id = o.feed_id and c.refused_at is null
            for key share of c),
        to_reassure as (
            select m.alert_id, c.id as contact_id
            from closed join importer.alert_mail m on m.alert_id = closed.id and m.event = 'OPENED' join importer.feed_contact c on c.id = m.contact_id
            where not exists (select 1 from dropped where dropped.id = m.id)
            for key share of c),
        owed as (
            insert into importer.alert_mail (id, alert_id, contact_id, event, next_at)
            select gen_random_uuid(), alert_id, contact_id, 'OPENED', clock_timestamp() from to_tell
            union all
            select gen_random_uuid(), alert_id, contact_id, 'CLOSED', clock_timestamp() from to_reassure)
        select kind from opened
        """;

    internal async Task<IReadOnlyList<string>> Look(CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter { Value = clock.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter { Value = (double)options.Value.SlowSeconds });
        var opened = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            opened.Add(reader.GetString(0));
        }

        return opened;
    }

    protected override async Task Round(CancellationToken ct)
    {
        foreach (var kind in await Look(ct))
        {
            Log.Opened(logger, kind);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2401, Level = LogLevel.Warning, Message = "A feed needs its partner's attention: {Kind}")]
        internal static partial void Opened(ILogger logger, string kind);
    }
}
