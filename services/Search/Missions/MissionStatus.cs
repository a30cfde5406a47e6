namespace Engagement.Search.Missions;

/// <summary>What became of a mission.</summary>
internal enum MissionStatus
{
    /// <summary>Accepted and shown.</summary>
    Accepted,

    /// <summary>Refused: <c>statusReasons</c> say why.</summary>
    Refused,

    /// <summary>Its end is past.</summary>
    Expired,

    /// <summary>Its partner no longer publishes it.</summary>
    Withdrawn,
}

internal static class MissionStatuses
{
    /// <summary>Reads a status of the log.</summary>
    internal static MissionStatus Parse(string text) => text switch
    {
        "ACCEPTED" => MissionStatus.Accepted,
        "REFUSED" => MissionStatus.Refused,
        "EXPIRED" => MissionStatus.Expired,
        "WITHDRAWN" => MissionStatus.Withdrawn,
        _ => throw new FormatException($"A mission has the unknown status '{text}'."),
    };
}
