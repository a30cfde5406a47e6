using Engagement.GraphQL.Declaration;
using Engagement.Search.Keys;
using Engagement.Search.Publishers;

namespace Engagement.Search.Gateway;

/// <summary>The partner behind the key.</summary>
/// <param name="Publisher">The partner.</param>
/// <param name="Scopes">What the key may do: <c>read</c>, <c>publish</c>, <c>apply</c>, <c>admin</c>.</param>
internal sealed record Viewer(Publisher Publisher, IReadOnlyList<string> Scopes);

[ExtendObjectType(OperationTypeNames.Query)]
internal static class ViewerQueries
{
    /// <summary>The partner behind the key; null without a key.</summary>
    public static Viewer? GetViewer([GlobalState] Caller caller, PublisherDirectory publishers) =>
        caller.PartnerId is { } id && publishers.Find(id) is { } partner ? new Viewer(partner.AsPublisher, caller.Scopes) : null;
}
