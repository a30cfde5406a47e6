using Engagement.Catalog.Storage;
using Npgsql;

namespace Engagement.Catalog.Structures;

/// <summary>
/// The records whose match a change can touch: those that are linked to it by a number, a name, a structure or a decision, those that are
/// linked to these, and so on. Matching them alone gives what matching all records would: no other shares anything with them.
/// </summary>
internal sealed class TouchedRecords
{
    private const string Select =
        $"""
        select {StructureStore.Columns}, structure_id, matched_by from catalog.structure_record
        where organization_id = any($1) or rna = any($2) or siret = any($3) or siren = any($4) or name_key = any($5) or structure_id = any($6)
        """;

    private const string SelectDecisions =
        "select organization_id, joined_to from catalog.structure_decision where organization_id = any($1) or joined_to = any($1)";

    private readonly Dictionary<Guid, RecordIdentity> records = [];
    private readonly Dictionary<Guid, StructureDecision> decisions = [];
    private readonly Dictionary<Guid, (Guid StructureId, string By)> matches = [];
    private readonly Links asked = new();
    private Links next = new();

    /// <summary>The records, by organization.</summary>
    internal IReadOnlyCollection<RecordIdentity> Records => records.Values;

    /// <summary>What people decided on them.</summary>
    internal IReadOnlyCollection<StructureDecision> Decisions => decisions.Values;

    /// <summary>What they were matched to before; a record that is new was matched to nothing.</summary>
    internal IReadOnlyDictionary<Guid, (Guid StructureId, string By)> Matches => matches;

    /// <param name="transaction">The caller's, which took its turn.</param>
    /// <param name="organizations">The records to begin with.</param>
    /// <param name="former">What they were before, when that changed: whoever shared it is touched too.</param>
    /// <param name="ct">Ends the reading.</param>
    internal static async Task<TouchedRecords> Read(
        NpgsqlTransaction transaction, IEnumerable<Guid> organizations, IEnumerable<RecordIdentity> former, CancellationToken ct)
    {
        var touched = new TouchedRecords();
        foreach (var identity in former)
        {
            touched.Follow(identity);
        }

        foreach (var organization in organizations)
        {
            touched.Follow(organization);
        }

        // What links one record to another is asked for once, so the rounds are as many as the longest chain.
        while (!touched.next.IsEmpty)
        {
            await touched.ReadNext(transaction, ct);
        }

        return touched;
    }

    private async Task ReadNext(NpgsqlTransaction transaction, CancellationToken ct)
    {
        var links = next;
        next = new Links();
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(Select, [.. links.Columns]);
        batch.Add(SelectDecisions, links.Organizations.ToArray());
        await using var reader = await batch.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            Take(reader);
        }

        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var decision = new StructureDecision(reader.GetGuid(0), reader.IsDBNull(1) ? null : reader.GetGuid(1));
            decisions[decision.OrganizationId] = decision;
            Follow(decision.OrganizationId);
            if (decision.JoinedTo is { } other)
            {
                Follow(other);
            }
        }
    }

    private void Take(NpgsqlDataReader reader)
    {
        var identity = StructureStore.ReadIdentity(reader);
        if (!records.TryAdd(identity.OrganizationId, identity))
        {
            return;
        }

        Follow(identity);
        if (!reader.IsDBNull(11))
        {
            var structure = reader.GetGuid(11);
            matches.Add(identity.OrganizationId, (structure, reader.GetString(12)));
            Follow(structure, asked.Structures, next.Structures);
        }
    }

    private void Follow(RecordIdentity identity)
    {
        Follow(identity.OrganizationId);
        Follow(identity.Rna, asked.Rna, next.Rna);
        Follow(identity.Siret, asked.Siret, next.Siret);
        Follow(identity.Siren, asked.Siren, next.Siren);
        Follow(identity.NameKey, asked.Names, next.Names);
    }

    private void Follow(Guid organization) => Follow(organization, asked.Organizations, next.Organizations);

    private static void Follow<T>(T? value, HashSet<T> asked, HashSet<T> next)
    {
        if (value is not null && asked.Add(value))
        {
            next.Add(value);
        }
    }

    /// <summary>Values that records share.</summary>
    private sealed class Links
    {
        internal HashSet<Guid> Organizations { get; } = [];

        internal HashSet<string> Rna { get; } = new(StringComparer.Ordinal);

        internal HashSet<string> Siret { get; } = new(StringComparer.Ordinal);

        internal HashSet<string> Siren { get; } = new(StringComparer.Ordinal);

        internal HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        internal HashSet<Guid> Structures { get; } = [];

        internal bool IsEmpty => Organizations.Count + Rna.Count + Siret.Count + Siren.Count + Names.Count + Structures.Count == 0;

        /// <summary>In the order of the statement's parameters.</summary>
        internal IEnumerable<object> Columns => [Organizations.ToArray(), Rna.ToArray(), Siret.ToArray(), Siren.ToArray(), Names.ToArray(), Structures.ToArray()];
    }
}
