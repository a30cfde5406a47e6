using System.Text.Json.Serialization;

namespace Engagement.Contracts;

/// <summary>
/// Missions of one publisher that are new or changed since Catalog last confirmed them, sent by Importer. At most 200 missions and
/// about 1 MB. Sent again when no <see cref="BatchApplied"/> came back, so Catalog recognises content it already has.
/// </summary>
/// <param name="BatchId">Identity of the batch: its <see cref="BatchApplied"/> carries it back. A batch sent again keeps it.</param>
/// <param name="RunId">The import run, or the push request, that the batch belongs to.</param>
/// <param name="PublisherId">The partner platform whose missions these are.</param>
/// <param name="Source">Where they come from, for <c>one source per mission</c>: <c>feed:{id}</c> or <c>push</c>.</param>
/// <param name="Content">The missions and their structures.</param>
[method: JsonConstructor]
public sealed record MissionsReceived(Guid BatchId, Guid RunId, Guid PublisherId, string Source, Packed<ReceivedContent> Content)
{
    /// <summary>A batch to send.</summary>
    public MissionsReceived(
        Guid batchId, Guid runId, Guid publisherId, string source, IReadOnlyList<ReceivedOrganization> organizations, IReadOnlyList<ReceivedMission> missions)
        : this(batchId, runId, publisherId, source, new Packed<ReceivedContent>(new ReceivedContent(organizations, missions)))
    {
    }

    /// <inheritdoc cref="ReceivedContent.Organizations"/>
    [JsonIgnore]
    public IReadOnlyList<ReceivedOrganization> Organizations => Content.Value.Organizations;

    /// <inheritdoc cref="ReceivedContent.Missions"/>
    [JsonIgnore]
    public IReadOnlyList<ReceivedMission> Missions => Content.Value.Missions;
}

/// <summary>What a batch of missions carries.</summary>
/// <param name="Organizations">The structures that the missions of this batch name, each once.</param>
/// <param name="Missions">The missions, in the order of the feed.</param>
public sealed record ReceivedContent(IReadOnlyList<ReceivedOrganization> Organizations, IReadOnlyList<ReceivedMission> Missions);

/// <summary>A host structure as the partner describes it.</summary>
/// <param name="Key">Its key inside the partner.</param>
/// <param name="Hash">SHA-256 of its canonical content.</param>
/// <param name="Content">JSON of <c>Engagement.Missions.OrganizationContent</c>.</param>
public sealed record ReceivedOrganization(string Key, byte[] Hash, RawJson Content);

/// <summary>An accepted mission, normalised.</summary>
/// <param name="ClientId">The partner's identifier, text, never a number.</param>
/// <param name="Hash">SHA-256 of the canonical content, that of its structure included.</param>
/// <param name="OrganizationKey">The structure that hosts it, or null when the partner itself is the host.</param>
/// <param name="Content">JSON of <c>Engagement.Missions.MissionContent</c>.</param>
public sealed record ReceivedMission(string ClientId, byte[] Hash, string? OrganizationKey, RawJson Content);

/// <summary>Missions that left a complete, well-formed feed. Sent after all outcomes of the run's <see cref="MissionsReceived"/>.</summary>
/// <param name="BatchId">As in <see cref="MissionsReceived"/>.</param>
/// <param name="RunId">As in <see cref="MissionsReceived"/>.</param>
/// <param name="PublisherId">As in <see cref="MissionsReceived"/>.</param>
/// <param name="Source">As in <see cref="MissionsReceived"/>.</param>
/// <param name="Missions">Each mission with the hash that it had when the run began: one changed since is left alone.</param>
public sealed record MissionsWithdrawn(
    Guid BatchId,
    Guid RunId,
    Guid PublisherId,
    string Source,
    IReadOnlyList<WithdrawnMission> Missions);

/// <summary>A mission to withdraw.</summary>
/// <param name="ClientId">The partner's identifier.</param>
/// <param name="Hash">The hash it had when the run began.</param>
public sealed record WithdrawnMission(string ClientId, byte[] Hash);

/// <summary>Catalog committed a batch: what became of each mission in it. Created, updated and unchanged are Catalog's word.</summary>
/// <param name="BatchId">The batch of <see cref="MissionsReceived"/> or <see cref="MissionsWithdrawn"/>.</param>
/// <param name="RunId">Its run.</param>
/// <param name="LastNumber">The number of the last change the batch wrote, or 0 when it wrote none: what a reader waits for to see it.</param>
/// <param name="Missions">One outcome per mission of the batch, in its order.</param>
public sealed record BatchApplied(Guid BatchId, Guid RunId, long LastNumber, IReadOnlyList<MissionOutcome> Missions);

/// <summary>What became of one mission of a batch.</summary>
/// <param name="ClientId">The partner's identifier.</param>
/// <param name="Hash">The hash it was sent with.</param>
/// <param name="Outcome">One of <see cref="Outcomes"/>.</param>
/// <param name="Restored">True when a withdrawn mission came back.</param>
/// <param name="Reason">For a failed one: the error code and what to do; null otherwise.</param>
public sealed record MissionOutcome(string ClientId, byte[] Hash, string Outcome, bool Restored = false, string? Reason = null);

/// <summary>The values of <see cref="MissionOutcome.Outcome"/>.</summary>
public static class Outcomes
{
    /// <summary>The mission was not known before.</summary>
    public const string Created = "CREATED";

    /// <summary>Its content differs from the one known; a withdrawn mission that came back counts here, and as restored.</summary>
    public const string Updated = "UPDATED";

    /// <summary>Nothing was written.</summary>
    public const string Unchanged = "UNCHANGED";

    /// <summary>It left the feed and is no longer shown.</summary>
    public const string Withdrawn = "WITHDRAWN";

    /// <summary>It could not be applied; the reason says why. Its neighbours were.</summary>
    public const string Failed = "FAILED";

    /// <summary>The mission belongs to another source of the same publisher.</summary>
    public const string OtherSource = "OTHER_SOURCE";
}
