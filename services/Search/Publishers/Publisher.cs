using Engagement.GraphQL.Declaration;
using Engagement.Search.Gateway;
using Engagement.Search.Identifiers;

namespace Engagement.Search.Publishers;

/// <summary>A partner platform that publishes missions.</summary>
internal sealed class Publisher(Partner partner) : INode
{
    /// <summary>Its id, the same in every interface of the service.</summary>
    [ID] public string Id { get; } = PublicId.Of(PublicId.Publisher, partner.Id);

    /// <summary>As people know it.</summary>
    public string Name => partner.Name;

    /// <summary>Its site.</summary>
    [GraphQLType("URL")] public string? Url => partner.Url;

    /// <summary>Its picture.</summary>
    [GraphQLType("URL")] public string? Logo => partner.Logo;

    [GraphQLIgnore] public Guid Key => partner.Id;
}
