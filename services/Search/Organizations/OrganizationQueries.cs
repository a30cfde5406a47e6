using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;
using Engagement.Missions;
using Engagement.Search.Gateway;
using Engagement.Search.Index;
using Engagement.Search.Keys;
using Engagement.Search.Missions;

namespace Engagement.Search.Organizations;

[ExtendObjectType(OperationTypeNames.Query)]
internal static class OrganizationQueries
{
    /// <summary>One host structure; null when there is none, or when the caller may not see its publisher's.</summary>
    /// <param name="ref">Which.</param>
    public static async Task<Organization?> GetOrganization(
        OrganizationRef @ref, [GlobalState] Caller caller, OrganizationLists lists, OrganizationById organizations, Access access, CancellationToken ct)
    {
        Access.RequireRead(caller);
        if (@ref.Rna is not null || @ref.Siret is not null)
        {
            return await lists.Find(@ref.Rna, @ref.Siret, caller, ct);
        }

        var id = @ref.External is { } external
            ? EntityId.OfOrganization(Ids.Publisher(external.Publisher), Inputs.Text(external.ClientId, "clientId")!)
            : Ids.Organization(@ref.Id!);
        return await organizations.LoadAsync(id) is { } organization && access.Sees(organization.PublisherId, caller) ? organization : null;
    }

    /// <summary>The host structures of the publishers that the caller may see, by name.</summary>
    /// <param name="search">Words of the name; case and accents do not matter.</param>
    /// <param name="filter">Narrows the list.</param>
    /// <param name="first">How many, from 1 to 100; 20 when neither this nor <c>last</c> is given.</param>
    /// <param name="after">Cursor after which the page begins.</param>
    /// <param name="last">How many from the end, from 1 to 100; not together with <c>first</c>.</param>
    /// <param name="before">Cursor before which the page ends.</param>
    [Cost(500)]
    [ListSize(AssumedSize = PageArguments.DefaultSize, SlicingArguments = ["first", "last"], SizedFields = ["edges", "nodes"])]
    public static Task<OrganizationConnection> GetOrganizations(
        [Cost(100)] string? search,
        [Cost(1)] OrganizationFilter? filter,
        int? first,
        string? after,
        int? last,
        string? before,
        [GlobalState] Caller caller,
        OrganizationLists lists,
        CancellationToken ct) =>
        lists.List(search, filter, PageArguments.Of(first, after, last, before), caller, ct);
}

[ExtendObjectType(typeof(Organization))]
internal static class OrganizationResolvers
{
    /// <summary>
    /// The structure that this record is of, when the caller sees another record of it: several partners, or one partner several times,
    /// describe it. Null otherwise.
    /// </summary>
    /// <param name="organization">The record.</param>
    [Cost(2)]
    public static async Task<Structure?> GetStructure(
        [Parent] Organization organization, [GlobalState] Caller caller, StructureByOrganization structures, Access access) =>
        await structures.LoadAsync(organization.Key) is { } matched
            // Of thousands of records this one may not be among those that speak for the structure: then it comes after them.
            ? Structure.Of(
                matched.Id, [.. matched.Records.Where(r => access.Sees(r.PublisherId, caller)).Append(organization).DistinctBy(r => r.Key)])
            : null;

    /// <summary>Its missions that the caller may see, the newest first.</summary>
    /// <param name="organization">The structure.</param>
    /// <param name="first">How many, from 1 to 100; 20 when not given.</param>
    /// <param name="after">Cursor after which the page begins.</param>
    [Cost(40)]
    [ListSize(AssumedSize = PageArguments.DefaultSize, SlicingArguments = ["first"], SizedFields = ["edges", "nodes"])]
    public static MissionConnection GetMissions(
        [Parent] Organization organization, int? first, string? after, [GlobalState] Caller caller, MissionLists lists, ResolverContext context) =>
        lists.List(
            null,
            new MissionFilter { Organizations = [organization.Key] },
            MissionOrder.PostedDate,
            PageArguments.Of(first, after, null, null),
            caller,
            context);
}
