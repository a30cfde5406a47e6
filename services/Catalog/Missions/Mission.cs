namespace Engagement.Catalog.Missions;

/// <summary>Where a mission stands.</summary>
internal enum MissionStatus
{
    /// <summary>Shown until its end.</summary>
    Accepted,

    /// <summary>A moderator refused it.</summary>
    Refused,

    /// <summary>Its end is past.</summary>
    Expired,

    /// <summary>It left its source.</summary>
    Withdrawn,
}

/// <summary>A mission: what rules and pages need of it. Its whole content is the body of the change of the same id and version.</summary>
internal sealed class Mission
{
    private Mission()
    {
    }

    internal Guid Id { get; private set; }

    internal Guid PublisherId { get; private set; }

    internal string ClientId { get; private set; } = "";

    internal Guid? OrganizationId { get; private set; }

    /// <summary>
    /// Where it comes from: <c>feed:{id}</c> or <c>push</c>. Another source of the same publisher cannot change it, unless its partner
    /// moves it.
    /// </summary>
    internal string Source { get; private set; } = "";

    internal MissionStatus Status { get; private set; }

    internal long Version { get; private set; }

    internal byte[] Hash { get; private set; } = [];

    internal string Title { get; private set; } = "";

    internal string Type { get; private set; } = "";

    internal string? Domain { get; private set; }

    internal DateTimeOffset? StartAt { get; private set; }

    internal DateTimeOffset? EndAt { get; private set; }

    internal int Places { get; private set; }

    internal DateTimeOffset CreatedAt { get; private set; }

    internal DateTimeOffset UpdatedAt { get; private set; }

    internal DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>The status of a mission that its source offers.</summary>
    /// <param name="endAt">When it ends.</param>
    /// <param name="now">The time; null while the clock is not trusted: then nothing is over yet.</param>
    internal static MissionStatus StatusOf(DateTimeOffset? endAt, DateTimeOffset? now) =>
        endAt <= now ? MissionStatus.Expired : MissionStatus.Accepted;
}

/// <summary>The one spelling of a status, in the database and in messages.</summary>
internal static class MissionStatusText
{
    internal static string ToText(this MissionStatus status) => status switch
    {
        MissionStatus.Accepted => "ACCEPTED",
        MissionStatus.Refused => "REFUSED",
        MissionStatus.Expired => "EXPIRED",
        MissionStatus.Withdrawn => "WITHDRAWN",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A status without a spelling."),
    };

    internal static MissionStatus Parse(string text) => text switch
    {
        "ACCEPTED" => MissionStatus.Accepted,
        "REFUSED" => MissionStatus.Refused,
        "EXPIRED" => MissionStatus.Expired,
        "WITHDRAWN" => MissionStatus.Withdrawn,
        _ => throw new ArgumentOutOfRangeException(nameof(text), text, "A status that is not known."),
    };
}
