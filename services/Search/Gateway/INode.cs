using Engagement.GraphQL.Declaration;

namespace Engagement.Search.Gateway;

/// <summary>Whatever has an id of its own.</summary>
[InterfaceType]
internal interface INode
{
    /// <summary>Its id, the same in every interface of the service.</summary>
    [ID] string Id { get; }
}
