using Engagement.GraphQL.Declaration;
using Engagement.Missions;
using Engagement.Search.Gateway;
using Engagement.Search.Identifiers;

namespace Engagement.Search.Organizations;

/// <summary>A host structure, as one partner describes it.</summary>
internal sealed class Organization(Guid id, Guid publisherId, OrganizationContent content, int size) : INode
{
    /// <summary>Its id, the same in every interface of the service.</summary>
    [ID] public string Id { get; } = PublicId.Of(PublicId.Organization, id);

    /// <summary>The partner's own identifier, when it gave one.</summary>
    public string? ClientId => content.ClientId;

    /// <summary>What it is called.</summary>
    public string Name => content.Name;

    /// <summary>Its number in the register of associations (RNA).</summary>
    public string? Rna => content.Rna;

    /// <summary>Its number in the register of businesses: nine digits.</summary>
    public string? Siren => content.Siren;

    /// <summary>The number of its establishment: fourteen digits.</summary>
    public string? Siret => content.Siret;

    /// <summary>Its site.</summary>
    [GraphQLType("URL")] public string? Url => content.Url;

    /// <summary>Its picture.</summary>
    [GraphQLType("URL")] public string? Logo => content.Logo;

    /// <summary>What it is, as plain text.</summary>
    public string? Description => content.Description;

    /// <summary>Its legal form, as the partner words it.</summary>
    public string? LegalStatus => content.LegalStatus;

    /// <summary>Its kind, as the partner words it.</summary>
    public string? Type => content.Type;

    /// <summary>Networks that it belongs to.</summary>
    public IReadOnlyList<string> Networks => content.Networks;

    /// <summary>What it does.</summary>
    public IReadOnlyList<string> Actions => content.Actions;

    /// <summary>Whom it serves.</summary>
    public IReadOnlyList<string> Beneficiaries => content.Beneficiaries;

    /// <summary>Its address on one line.</summary>
    public string? Address => content.Address;

    /// <summary>Five digits in France.</summary>
    public string? PostalCode => content.PostalCode;

    /// <summary>Name of the town.</summary>
    public string? City => content.City;

    [GraphQLIgnore] public Guid Key => id;

    [GraphQLIgnore] public Guid PublisherId => publisherId;

    /// <summary>About how many bytes it takes in memory, for the cache.</summary>
    [GraphQLIgnore] public int Weight => 500 + (2 * size);
}
