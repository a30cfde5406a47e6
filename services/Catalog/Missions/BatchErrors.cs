using Engagement.Contracts;

namespace Engagement.Catalog.Missions;

/// <summary>Why a mission of a batch could not be applied: a stable code, and what to do.</summary>
internal sealed record BatchError(string Code, string Message)
{
    internal MissionOutcome For(ReceivedMission mission) => new(mission.ClientId, mission.Hash, Outcomes.Failed,
        Reason: $"{Code}: {Message}");
}

internal static class BatchErrors
{
    internal static readonly BatchError UnknownPublisher =
        new("PUBLISHER_UNKNOWN", "Le partenaire n'existe pas encore dans le catalogue : créez-le, puis relancez l'import.");

    internal static readonly BatchError UnknownOrganization =
        new("ORGANIZATION_UNKNOWN", "La structure que la mission nomme n'est ni dans le lot ni dans le catalogue : relancez l'import complet du flux.");

    internal static readonly BatchError Duplicate =
        new("DUPLICATE_IN_BATCH", "Le même identifiant figure deux fois dans le lot : la première mission a été retenue, donnez un autre identifiant à celle-ci.");

    internal static readonly BatchError Unreadable =
        new("CONTENT_UNREADABLE", "Le contenu de la mission n'a pas pu être lu : signalez-le à l'équipe d'Engagement.");

    internal static readonly BatchError Refused =
        new("CONTENT_REFUSED", "Le contenu de la mission ne peut pas être enregistré tel quel : signalez son identifiant à l'équipe d'Engagement.");

    internal static readonly BatchError Internal =
        new("INTERNAL_ERROR", "Une erreur interne a empêché d'enregistrer la mission : elle sera envoyée à nouveau au prochain import. Votre flux n'est pas en cause.");

    internal static readonly SubmitMissions.Remark OtherSource = new(
        Outcomes.OtherSource, "clientId", "Cette mission est déjà publiée par une autre source de votre organisation : retirez-la de l'une des deux, ou rattachez-la à l'API avec moveMissions.");

    internal static readonly SubmitMissions.Remark UnknownMission = new(
        "MISSION_UNKNOWN", "clientId", "Aucune mission n'a cet identifiant : vérifiez-le.");

    /// <summary>The code and message of the reason of a failed mission.</summary>
    internal static SubmitMissions.Remark Read(string? reason) =>
        reason?.Split(": ", 2) is [var code, var message] ? new(code, null, message) : new("NOT_APPLIED", null, reason ?? "");
}
