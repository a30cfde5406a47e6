using Engagement.GraphQL.Declaration;
using Engagement.Search.Missions;

namespace Engagement.Search.Organizations;

/// <summary>One host structure, by what the caller knows of it.</summary>
[OneOf]
internal sealed class OrganizationRef
{
    /// <summary>Its id.</summary>
    [ID] public string? Id { get; init; }

    /// <summary>
    /// Its RNA number; of several partners' records of it, the caller's own, else that of the partner which gave the number first.
    /// <c>structure</c> has them all.
    /// </summary>
    public string? Rna { get; init; }

    /// <summary>
    /// Its SIRET; of several partners' records of it, the caller's own, else that of the partner which gave the number first.
    /// <c>structure</c> has them all.
    /// </summary>
    public string? Siret { get; init; }

    /// <summary>Its publisher and the publisher's own identifier.</summary>
    public ExternalRefInput? External { get; init; }
}

/// <summary>Which structures: every field that is given narrows the result; several values of one field widen it.</summary>
internal sealed class OrganizationFilter
{
    /// <summary>RNA numbers.</summary>
    public IReadOnlyList<string>? Rna { get; init; }

    /// <summary>SIRET numbers.</summary>
    public IReadOnlyList<string>? Siret { get; init; }

    /// <summary>Ids of the publishers whose records these are.</summary>
    [ID] public IReadOnlyList<string>? Publishers { get; init; }

    /// <summary>Codes of departments, by the structure's postal code.</summary>
    public IReadOnlyList<string>? Departments { get; init; }

    /// <summary>Networks that the structure belongs to.</summary>
    public IReadOnlyList<string>? Networks { get; init; }
}
