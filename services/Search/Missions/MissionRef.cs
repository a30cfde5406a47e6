using Engagement.GraphQL.Declaration;

namespace Engagement.Search.Missions;

/// <summary>One mission, by what the caller knows of it.</summary>
[OneOf]
internal sealed class MissionRef
{
    /// <summary>Its id.</summary>
    [ID] public string? Id { get; init; }

    /// <summary>Its publisher and the publisher's own identifier.</summary>
    public ExternalRefInput? External { get; init; }
}

/// <summary>A partner's own identifier.</summary>
internal sealed class ExternalRefInput
{
    /// <summary>Id of the publisher.</summary>
    [ID] public required string Publisher { get; init; }

    /// <summary>The identifier inside the publisher: text, so that <c>007</c> and <c>7</c> are two.</summary>
    public required string ClientId { get; init; }
}
