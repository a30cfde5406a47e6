using Engagement.GraphQL.Declaration;
using Engagement.Search.Gateway;
using Engagement.Search.Keys;
using Engagement.Search.Organizations;
using Engagement.Search.Publishers;

namespace Engagement.Search.Missions;

/// <summary>Fields of a mission that depend on the moment, the caller, or another entity.</summary>
[ExtendObjectType(typeof(Mission))]
internal static class MissionResolvers
{
    /// <summary>The structure that hosts it; null when the partner itself does.</summary>
    public static ValueTask<Organization?> GetOrganization([Parent] Mission mission, OrganizationCache known, OrganizationById organizations)
    {
        if (mission.OrganizationId is not { } id)
        {
            return default;
        }

        // One that is at hand costs no task and no batch.
        return known.Find(id) is { } organization ? new ValueTask<Organization?>(organization) : new ValueTask<Organization?>(organizations.LoadAsync(id));
    }

    /// <summary>The partner that publishes it.</summary>
    public static Publisher GetPublisher([Parent] Mission mission, PublisherDirectory publishers) =>
        publishers.Find(mission.PublisherId) is { } partner
            ? partner.AsPublisher
            : throw new InvalidOperationException($"Mission {mission.Id} has a publisher that the log did not tell of.");

    /// <summary>What became of it. Others than its publisher only see accepted ones.</summary>
    public static MissionStatus GetStatus([Parent] Mission mission, Access access) => mission.StatusAt(access.Now);

    /// <summary>Why it is not shown; empty for others than its publisher.</summary>
    public static IReadOnlyList<StatusReason> GetStatusReasons([Parent] Mission mission, [GlobalState] Caller caller, Access access) =>
        caller.Is(mission.PublisherId) ? StatusReason.Of(mission, access.Now) : [];
}
