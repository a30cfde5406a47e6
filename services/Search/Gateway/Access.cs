using Engagement.GraphQL.Execution;
using Engagement.Search.Keys;
using Engagement.Search.Missions;
using Engagement.Search.Publishers;

namespace Engagement.Search.Gateway;

/// <summary>
/// The one place that says what a caller may see. Whatever is not named here is not shown: missions, structures and publishers are those
/// of public publishers, and the caller's own.
/// </summary>
internal sealed class Access(PublisherDirectory publishers, TimeProvider clock)
{
    /// <summary>The scope that a key needs to read.</summary>
    internal const string Read = "read";

    /// <summary>The scope that a key needs to submit and withdraw missions.</summary>
    internal const string Publish = "publish";

    /// <summary>The instant at which it is decided what is over.</summary>
    internal DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The ids of the publishers whose missions and structures the caller sees.</summary>
    internal IReadOnlyList<Guid> Publishers(Caller caller) => publishers.VisibleIds(Reader(caller));

    /// <summary>The publishers that the caller sees, by name.</summary>
    internal IReadOnlyList<Partner> VisiblePublishers(Caller caller) => publishers.VisibleTo(Reader(caller));

    /// <summary>
    /// Refuses a caller that may not read. To be called before something is looked up by an id: otherwise what is refused would be there,
    /// and what is null would not.
    /// </summary>
    internal static void RequireRead(Caller caller) => Reader(caller);

    /// <summary>Whether the caller sees what this publisher publishes.</summary>
    internal bool Sees(Guid publisherId, Caller caller) => publishers.IsVisible(publisherId, Reader(caller));

    /// <summary>Whether the caller sees a mission: an open one of a publisher it sees; its own also when it is over, refused or withdrawn.</summary>
    internal bool Sees(Mission mission, Caller caller) =>
        Sees(mission.PublisherId, caller) && (mission.StatusAt(Now) == MissionStatus.Accepted || caller.Is(mission.PublisherId));

    /// <summary>The partner whose own affairs, such as its import runs, the caller may read.</summary>
    internal Guid Own(Caller caller) => Reader(caller) is { PartnerId: { } partner, Origins: null }
        ? partner
        : throw new GraphQLException("Only a partner's own key reads this, not one that stands in a page.", SearchErrorCodes.Forbidden);

    /// <summary>The partner whose missions the caller may change: its own, with the scope to publish.</summary>
    internal static Guid Publisher(Caller caller) =>
        caller.PartnerId is { } id && caller.Scopes.Contains(Publish)
            ? id
            : throw new GraphQLException("Publishing needs a key with the scope \"publish\".", SearchErrorCodes.Forbidden);

    private static Caller Reader(Caller caller) =>
        caller.PartnerId is null || caller.Scopes.Contains(Read)
            ? caller
            : throw new GraphQLException("This key may not read: ask for one with the scope \"read\".", SearchErrorCodes.Forbidden);
}
