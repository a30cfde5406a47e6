namespace Engagement.Search.Missions;

/// <summary>Why a mission is not shown, for its publisher.</summary>
/// <param name="Code">Stable code, upper case.</param>
/// <param name="Field">The field that it is about, when there is one.</param>
/// <param name="Message">In French, with what to do.</param>
internal sealed record StatusReason(string Code, string? Field, string Message)
{
    private static readonly StatusReason Ended = new(
        "MISSION_ENDED", "endAt", "La date de fin est passée : publiez une date de fin à venir pour que la mission soit de nouveau visible.");

    private static readonly StatusReason Absent = new(
        "MISSION_WITHDRAWN", null, "La mission n'est plus dans votre flux : elle redevient visible dès qu'elle y revient.");

    /// <summary>The reasons that follow from the mission itself; none for one that is shown.</summary>
    internal static IReadOnlyList<StatusReason> Of(Mission mission, DateTimeOffset now) => mission.StatusAt(now) switch
    {
        MissionStatus.Expired => [Ended],
        MissionStatus.Withdrawn => [Absent],
        _ => [],
    };
}
