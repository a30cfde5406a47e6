using Engagement.Search.Missions;

namespace Engagement.Search.Submissions;

/// <summary>What became of a mission that was submitted.</summary>
internal enum SubmissionOutcome
{
    /// <summary>It is new.</summary>
    Created,

    /// <summary>It replaces the version known before, or comes back after its withdrawal.</summary>
    Updated,

    /// <summary>It is known with this very content: nothing was written.</summary>
    Unchanged,

    /// <summary>A rule failed: nothing was written, and the version accepted before stays.</summary>
    Refused,
}

/// <summary>A rule that failed, or a deviation that was tolerated.</summary>
/// <param name="Code">Stable code, upper case.</param>
/// <param name="Field">The field that it is about, when there is one.</param>
/// <param name="Message">In French, with what to do.</param>
internal sealed record UserError(string Code, string? Field, string Message);

/// <summary>The answer to a submission, after its commit.</summary>
/// <param name="ClientId">Your identifier of the mission.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Mission">The mission as it is now; null when refused, or when it is not readable yet: ask for it a moment later.</param>
/// <param name="UserErrors">Every rule that failed; empty unless refused.</param>
/// <param name="Warnings">Deviations that were tolerated.</param>
internal sealed record SubmitMissionPayload(
    string ClientId, SubmissionOutcome Outcome, Mission? Mission, IReadOnlyList<UserError> UserErrors, IReadOnlyList<UserError> Warnings);

/// <summary>The answer to several submissions.</summary>
/// <param name="Results">One for each mission, in the order sent.</param>
/// <param name="UserErrors">What is wrong with the whole; then nothing was written.</param>
internal sealed record SubmitMissionsPayload(IReadOnlyList<SubmitMissionPayload> Results, IReadOnlyList<UserError> UserErrors);

/// <summary>The answer to a withdrawal, after its commit.</summary>
/// <param name="Mission">The mission as it is now; null when there is none.</param>
/// <param name="UserErrors">Why it was not withdrawn; empty when it is, now or before.</param>
internal sealed record WithdrawMissionPayload(Mission? Mission, IReadOnlyList<UserError> UserErrors);
