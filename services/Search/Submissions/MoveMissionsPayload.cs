using Engagement.Search.Missions;

namespace Engagement.Search.Submissions;

/// <summary>What became of a mission that was to be moved.</summary>
internal enum MoveOutcome
{
    /// <summary>It has its new source.</summary>
    Moved,

    /// <summary>It had that source before: nothing was written.</summary>
    AlreadyThere,

    /// <summary>You have no mission with this identifier.</summary>
    Unknown,
}

/// <summary>The answer for one mission.</summary>
/// <param name="ClientId">Your identifier of the mission.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Mission">The mission as it is; null when it is unknown.</param>
/// <param name="UserErrors">Why it was not moved; empty when it is where it was to go.</param>
internal sealed record MovedMission(string ClientId, MoveOutcome Outcome, Mission? Mission, IReadOnlyList<UserError> UserErrors);

/// <summary>The answer to a move, once it is done.</summary>
/// <param name="Results">One for each mission, in the order sent.</param>
/// <param name="UserErrors">What is wrong with the whole; then nothing was moved.</param>
internal sealed record MoveMissionsPayload(IReadOnlyList<MovedMission> Results, IReadOnlyList<UserError> UserErrors);
