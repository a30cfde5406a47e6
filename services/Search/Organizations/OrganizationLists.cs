using System.Text.Json;
using Engagement.Missions;
using Engagement.Search.Cursors;
using Engagement.Search.Gateway;
using Engagement.Search.Keys;
using Engagement.Search.Storage;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Search.Organizations;

/// <summary>Lists of structures, by name, straight from the replica: they are asked for rarely.</summary>
internal sealed class OrganizationLists(IDbContextFactory<SearchDb> databases, OrganizationCache organizations, Access access, CursorCodec codec)
{
    internal async Task<OrganizationConnection> List(
        string? search, OrganizationFilter? filter, PageArguments page, Caller caller, CancellationToken ct)
    {
        var description = JsonSerializer.SerializeToUtf8Bytes(new { List = "organizations", search, filter, caller.PartnerId });
        var cursors = new ListCursors(codec, () => CursorScope.Of(description));
        await using var database = await databases.CreateDbContextAsync(ct);
        var all = Matching(database.Organizations, search, filter, access.Publishers(caller));
        var (ids, more) = await Page(database, all, page, page.Cursor is { } cursor ? cursors.Read(cursor).Id : null, ct);
        var loaded = await organizations.Load(ids, ct);
        var edges = ids.Where(loaded.ContainsKey).Select(id => new OrganizationEdge(loaded[id], cursors)).ToArray();
        var total = await all.CountAsync(ct);
        var (hasNext, hasPrevious) = page.Backward ? (page.Cursor is not null, more) : (more, page.Cursor is not null);
        return new OrganizationConnection(edges, total, new PageInfo(hasNext, hasPrevious, () => edges.FirstOrDefault()?.Cursor, () => edges.LastOrDefault()?.Cursor));
    }

    /// <summary>
    /// One structure that the caller sees, by a number of its own: the caller's record, else the one that has carried the number longest; a record that
    /// stands apart from the number comes after all others. Null without one.
    /// </summary>
    internal async Task<Organization?> Find(string? rna, string? siret, Caller caller, CancellationToken ct)
    {
        await using var database = await databases.CreateDbContextAsync(ct);
        var filter = new OrganizationFilter { Rna = rna is null ? null : [rna], Siret = siret is null ? null : [siret] };
        var found =
            from organization in Matching(database.Organizations, null, filter, access.Publishers(caller))
            join known in database.RecordTrusts on organization.Id equals known.OrganizationId into trusts
            from trust in trusts.DefaultIfEmpty()
            orderby organization.PublisherId == caller.PartnerId descending,
                trust != null && trust.IsApart,
                (rna != null ? trust!.RnaSince : trust!.SiretSince) ?? long.MaxValue,
                organization.Id
            select (Guid?)organization.Id;
        return await found.FirstOrDefaultAsync(ct) is { } id ? await organizations.Load(id, ct) : null;
    }

    private static IQueryable<OrganizationRow> Matching(
        IQueryable<OrganizationRow> rows, string? search, OrganizationFilter? filter, IReadOnlyList<Guid> visible)
    {
        rows = rows.Where(o => o.Body != null && visible.Contains(o.PublisherId!.Value));
        foreach (var word in TextFold.Fold(Inputs.Text(search, "search") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            rows = rows.Where(o => o.NameFolded!.Contains(word));
        }

        if (Inputs.Texts(filter?.Rna, "rna") is { Count: > 0 } rna)
        {
            var upper = rna.Select(r => r.ToUpperInvariant()).ToArray();
            rows = rows.Where(o => upper.Contains(o.Rna));
        }

        if (Inputs.Texts(filter?.Siret, "siret") is { Count: > 0 } siret)
        {
            rows = rows.Where(o => siret.Contains(o.Siret));
        }

        if (Inputs.Read(filter?.Publishers, "publishers", Ids.Publisher) is { Count: > 0 } publishers)
        {
            rows = rows.Where(o => publishers.Contains(o.PublisherId!.Value));
        }

        if (Inputs.Texts(filter?.Departments, "departments") is { Count: > 0 } departments)
        {
            rows = rows.Where(o => departments.Contains(o.Department));
        }

        return Inputs.Texts(filter?.Networks, "networks") is { Count: > 0 } networks ? rows.Where(o => o.Networks.Any(n => networks.Contains(n))) : rows;
    }

    private static async Task<(List<Guid> Ids, bool More)> Page(
        SearchDb database, IQueryable<OrganizationRow> rows, PageArguments page, Guid? from, CancellationToken ct)
    {
        if (from is { } place)
        {
            var name = await database.Organizations.Where(o => o.Id == place).Select(o => o.NameFolded).SingleOrDefaultAsync(ct) ?? "";
            rows = page.Backward
                ? rows.Where(o => EF.Functions.LessThan(ValueTuple.Create(o.NameFolded, o.Id), ValueTuple.Create(name, place)))
                : rows.Where(o => EF.Functions.GreaterThan(ValueTuple.Create(o.NameFolded, o.Id), ValueTuple.Create(name, place)));
        }

        var ordered = page.Backward
            ? rows.OrderByDescending(o => o.NameFolded).ThenByDescending(o => o.Id)
            : rows.OrderBy(o => o.NameFolded).ThenBy(o => o.Id);
        var ids = await ordered.Select(o => o.Id).Take(page.Size + 1).ToListAsync(ct);
        var more = ids.Count > page.Size;
        ids = ids.Take(page.Size).ToList();
        if (page.Backward)
        {
            ids.Reverse();
        }

        return (ids, more);
    }
}
