using Engagement.Contracts;
using Npgsql;

namespace Engagement.Importer.Batches;

/// <summary>The statements of <see cref="ConfirmBatch"/>: each treats all missions of the batch at once.</summary>
internal static class ConfirmOutcomes
{
    internal static IEnumerable<NpgsqlBatchCommand> OfReceived(BatchApplied applied, Guid feedId) =>
        [CountReceived(applied), Settle(applied, feedId), .. ReportUnapplied(applied, feedId), Done(applied)];

    internal static IEnumerable<NpgsqlBatchCommand> OfWithdrawn(BatchApplied applied, Guid feedId) =>
        [CountWithdrawn(applied), ForgetWithdrawn(applied, feedId), Done(applied)];

    /// <summary>
    /// The batch was answered before. If a withdrawal that was sent twice did something the second time, the mission had come back in
    /// between: what is known of it no longer holds, and the next run sends it again.
    /// </summary>
    internal static IEnumerable<NpgsqlBatchCommand> OfNoBatch(BatchApplied applied)
    {
        yield return new(
            """
            with doubted as (
                update importer.mission_state s set sent_hash = null from importer.run r
                where r.id = $1 and $2 > 0 and s.feed_id = r.feed_id and s.client_id = any($3)
                returning s.feed_id)
            update importer.feed f set etag = null, last_modified = null, cursor = null where f.id in (select feed_id from doubted)
            """)
        {
            Parameters =
            {
                new() { Value = applied.RunId }, new() { Value = applied.LastNumber },
                new() { Value = applied.Missions.Where(m => m.Outcome == Outcomes.Withdrawn).Select(m => m.ClientId).ToArray() },
            },
        };
    }

    private static NpgsqlBatchCommand Done(BatchApplied applied) => new("delete from importer.batch where id = $1")
    {
        Parameters = { new() { Value = applied.BatchId } },
    };

    private static NpgsqlBatchCommand CountReceived(BatchApplied applied) => new(
        """
        update importer.run set created = created + $2, updated = updated + $3, unchanged = unchanged + $4, failed = failed + $5,
            refused = refused + $6, restored = restored + $7, last_number = greatest(last_number, $8)
        where id = $1 and status = 'RUNNING'
        """)
    {
        Parameters =
        {
            new() { Value = applied.RunId }, new() { Value = Count(applied, Outcomes.Created) }, new() { Value = Count(applied, Outcomes.Updated) },
            new() { Value = Count(applied, Outcomes.Unchanged) }, new() { Value = Count(applied, Outcomes.Failed) },
            new() { Value = Count(applied, Outcomes.OtherSource) }, new() { Value = applied.Missions.Count(m => m.Restored) },
            new() { Value = applied.LastNumber },
        },
    };

    private static NpgsqlBatchCommand CountWithdrawn(BatchApplied applied) => new(
        """
        update importer.run set withdrawn = withdrawn + $2, last_number = greatest(last_number, $3)
        where id = $1 and status = 'RUNNING'
        """)
    {
        Parameters = { new() { Value = applied.RunId }, new() { Value = Count(applied, Outcomes.Withdrawn) }, new() { Value = applied.LastNumber } },
    };

    private static NpgsqlBatchCommand Settle(BatchApplied applied, Guid feedId)
    {
        var known = applied.Missions.Where(IsApplied).ToList();
        return new(
            """
            update importer.mission_state s set applied_hash = o.hash
            from unnest($3, $4) as o (client_id, hash)
            where s.feed_id = $1 and s.client_id = o.client_id and s.sent_batch = $2
            """)
        {
            Parameters =
            {
                new() { Value = feedId }, new() { Value = applied.BatchId },
                new() { Value = known.Select(m => m.ClientId).ToArray() }, new() { Value = known.Select(m => m.Hash).ToArray() },
            },
        };
    }

    /// <summary>One that Catalog left alone, because it has become another's or has changed since, is no longer ours to withdraw.</summary>
    private static NpgsqlBatchCommand ForgetWithdrawn(BatchApplied applied, Guid feedId) => new(
        "delete from importer.mission_state where feed_id = $1 and sent_batch = $2 and client_id = any($3)")
    {
        Parameters =
        {
            new() { Value = feedId }, new() { Value = applied.BatchId },
            new() { Value = applied.Missions.Where(m => m.Outcome != Outcomes.Failed).Select(m => m.ClientId).ToArray() },
        },
    };

    /// <summary>
    /// What Catalog could not apply is noted for the run's report, and stays unsettled so that the next run sends it again. What has become another
    /// source's is no longer this feed's: its absence would tell nothing.
    /// </summary>
    private static IEnumerable<NpgsqlBatchCommand> ReportUnapplied(BatchApplied applied, Guid feedId)
    {
        var unapplied = applied.Missions.Select((mission, index) => (Mission: mission, Place: index + 1)).Where(m => !IsApplied(m.Mission)).ToList();
        if (unapplied.Count == 0)
        {
            yield break;
        }

        var clientIds = unapplied.Select(m => m.Mission.ClientId).ToArray();
        var remarks = unapplied.Select(m => Remark(m.Mission)).ToList();
        yield return new(
            """
            insert into importer.unapplied (batch_id, run_id, kinds, codes, positions, lines, client_ids, messages, still_live)
            select b.id, b.run_id, array_agg(case o.outcome when 'OTHER_SOURCE' then 'REFUSAL' else 'FAILED' end), array_agg(o.code),
                array_agg(b.positions[o.place]), array_agg(b.lines[o.place]), array_agg(o.client_id), array_agg(o.message), array_agg(s.applied_hash is not null)
            from importer.batch b
            join importer.run r on r.id = b.run_id and r.status = 'RUNNING'
            cross join unnest($2, $3, $4, $5, $6) as o (place, client_id, outcome, code, message)
            left join importer.mission_state s on s.feed_id = b.feed_id and s.client_id = o.client_id
            where b.id = $1
            group by b.id, b.run_id
            """)
        {
            Parameters =
            {
                new() { Value = applied.BatchId }, new() { Value = unapplied.Select(m => m.Place).ToArray() }, new() { Value = clientIds },
                new() { Value = unapplied.Select(m => m.Mission.Outcome).ToArray() }, new() { Value = remarks.Select(r => r.Code).ToArray() },
                new() { Value = remarks.Select(r => r.Message).ToArray() },
            },
        };
        yield return new(
            """
            delete from importer.mission_state
            where feed_id = $1 and sent_batch = $2 and client_id = any($3) and (applied_hash is null or client_id = any($4))
            """)
        {
            Parameters =
            {
                new() { Value = feedId }, new() { Value = applied.BatchId }, new() { Value = clientIds },
                new() { Value = unapplied.Where(m => m.Mission.Outcome == Outcomes.OtherSource).Select(m => m.Mission.ClientId).ToArray() },
            },
        };
    }

    private static bool IsApplied(MissionOutcome mission) =>
        mission.Outcome is Outcomes.Created or Outcomes.Updated or Outcomes.Unchanged;

    private static int Count(BatchApplied applied, string outcome) => applied.Missions.Count(m => m.Outcome == outcome);

    private static (string Code, string Message) Remark(MissionOutcome mission) => mission.Outcome == Outcomes.OtherSource
        ? (Outcomes.OtherSource, mission.Reason ?? "Cette mission est déjà publiée par une autre source de votre organisation : retirez-la de l'une des deux, ou rattachez-la à ce flux, depuis ce rapport ou par l'API (moveMissions).")
        : (Code(mission.Reason), mission.Reason ?? "La mission n'a pas pu être enregistrée : elle sera envoyée à nouveau au prochain import.");

    /// <summary>A reason begins with its code: <c>TITLE_TOO_LONG: …</c>.</summary>
    private static string Code(string? reason)
    {
        var code = reason?.Split([':', ' '], 2)[0];
        return code is { Length: > 0 and <= 60 } && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_') ? code : "NOT_APPLIED";
    }
}
