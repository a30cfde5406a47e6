using System.Text.Json;
using Engagement.Search.Cursors;
using Engagement.Search.Gateway;
using Engagement.Search.Keys;
using Engagement.Search.Storage;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Search.Organizations;

/// <summary>Lists of structures, by name.</summary>
internal sealed class OrganizationLists(
    IDbContextFactory<SearchDb> databases, OrganizationIndex index, OrganizationCache organizations, Access access, CursorCodec codec)
{
    /// <summary>Most words of a search: more than any structure's name that is looked for.</summary>
    private const int MostWords = 16;

    internal async Task<OrganizationConnection> List(
        string? search, OrganizationFilter? filter, PageArguments page, Caller caller, CancellationToken ct)
    {
        var description = JsonSerializer.SerializeToUtf8Bytes(new { List = "organizations", search, filter, caller.PartnerId });
        var cursors = new ListCursors(codec, () => CursorScope.Of(description));
        var view = index.View();
        var found = view.Find(Inputs.Words(search, "search", MostWords), Passes(filter, access.Publishers(caller)));
        var (places, more) = Page(view, found, page, page.Cursor is { } cursor ? view.ById(cursors.Read(cursor).Id) : null);
        var loaded = await organizations.Load([.. places.Select(place => view[place].Id)], ct);
        var edges = places.Select(place => loaded.GetValueOrDefault(view[place].Id)).OfType<Organization>()
            .Select(o => new OrganizationEdge(o, cursors)).ToArray();
        var (hasNext, hasPrevious) = page.Backward ? (page.Cursor is not null, more) : (more, page.Cursor is not null);
        var info = new PageInfo(hasNext, hasPrevious, () => edges.FirstOrDefault()?.Cursor, () => edges.LastOrDefault()?.Cursor);
        return new OrganizationConnection(edges, found.Count, info);
    }

    /// <summary>
    /// One structure that the caller sees, by a number of its own: the caller's record, else the one that has carried the number longest; a
    /// record that stands apart from the number comes after all others. Null without one.
    /// </summary>
    internal async Task<Organization?> Find(string? rna, string? siret, Caller caller, CancellationToken ct)
    {
        var (upper, visible) = (Inputs.Text(rna, "rna")?.ToUpperInvariant(), access.Publishers(caller));
        Inputs.Text(siret, "siret");
        await using var database = await databases.CreateDbContextAsync(ct);
        var found =
            from organization in database.Organizations
            where organization.Body != null && visible.Contains(organization.PublisherId!.Value)
                && (upper == null || organization.Rna == upper) && (siret == null || organization.Siret == siret)
            join known in database.RecordTrusts on organization.Id equals known.OrganizationId into trusts
            from trust in trusts.DefaultIfEmpty()
            orderby organization.PublisherId == caller.PartnerId descending,
                trust != null && trust.IsApart,
                (rna != null ? trust!.RnaSince : trust!.SiretSince) ?? long.MaxValue,
                organization.Id
            select (Guid?)organization.Id;
        return await found.FirstOrDefaultAsync(ct) is { } id ? await organizations.Load(id, ct) : null;
    }

    private static Func<ListedOrganization, bool> Passes(OrganizationFilter? filter, IReadOnlyList<Guid> visible)
    {
        var publishers = visible.ToHashSet();
        if (Inputs.Read(filter?.Publishers, "publishers", Ids.Publisher) is { Count: > 0 } given)
        {
            publishers.IntersectWith(given);
        }

        var rna = Set(filter?.Rna?.Select(number => number.ToUpperInvariant()).ToArray(), "rna");
        var siret = Set(filter?.Siret, "siret");
        var departments = Set(filter?.Departments, "departments");
        var networks = Set(filter?.Networks, "networks");
        return o => publishers.Contains(o.PublisherId)
            && (rna is null || (o.Rna is not null && rna.Contains(o.Rna)))
            && (siret is null || (o.Siret is not null && siret.Contains(o.Siret)))
            && (departments is null || (o.Department is not null && departments.Contains(o.Department)))
            && (networks is null || o.Networks.Any(networks.Contains));
    }

    private static HashSet<string>? Set(IReadOnlyList<string>? values, string name) =>
        Inputs.Texts(values, name) is { Count: > 0 } given ? given.ToHashSet(StringComparer.Ordinal) : null;

    /// <summary>The places of the page among those that were found, and whether there are more beyond it.</summary>
    private static (List<int> Places, bool More) Page(OrganizationView view, List<int> found, PageArguments page, ListedOrganization? from)
    {
        if (page.Backward)
        {
            var end = from is null ? found.Count : LowerBound(found, view.PlaceOf(from));
            var start = Math.Max(0, end - page.Size);
            return (found[start..end], start > 0);
        }

        var first = from is null ? 0 : LowerBound(found, view.PlaceOf(from) + 1);
        var size = Math.Min(page.Size, found.Count - first);
        return (found.GetRange(first, size), first + size < found.Count);
    }

    private static int LowerBound(List<int> found, int place)
    {
        var at = found.BinarySearch(place);
        return at < 0 ? ~at : at;
    }
}
