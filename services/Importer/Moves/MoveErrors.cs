namespace Engagement.Importer.Moves;

/// <summary>Why missions, or one of them, are not moved: a stable code, and what to do.</summary>
internal sealed record MoveError(string Code, string? Field, string Message);

internal static class MoveErrors
{
    internal static readonly MoveError UnknownMission = new(
        "MISSION_UNKNOWN", "clientIds", "Aucune mission de votre organisation n'a cet identifiant : vérifiez-le.");

    internal static readonly MoveError Busy = new(
        "FEED_BUSY", null, "Une lecture de votre flux est en cours : rien n'a été rattaché. Recommencez quand elle est terminée.");

    internal static readonly MoveError Interrupted = new(
        "CATALOG_UNAVAILABLE", null, "Le catalogue n'a pas répondu : la demande est peut-être incomplète. Recommencez dans une minute ; ce qui est déjà fait ne sera pas refait.");

    internal static MoveError UnknownFeed(string name) => new(
        "FEED_UNKNOWN", "feed", $"Votre organisation n'a pas de flux « {name} » : vérifiez son nom, ou demandez-nous de le créer.");
}
