namespace Engagement.Importer.Runs;

/// <summary>Why a run is not a plain success: a stable code and a sentence for the partner.</summary>
internal sealed record RunReason(string Code, string Message);

/// <summary>The reasons that the run itself finds; those of the transport are in <c>FetchReasons</c>, those of the document come with its reader.</summary>
internal static class RunReasons
{
    internal static readonly RunReason NotModified = new("NOT_MODIFIED", "Le serveur indique que le flux n'a pas changé depuis le dernier import.");

    internal static readonly RunReason Interrupted = new(
        "INTERRUPTED", "L'import a été interrompu avant sa fin : il est repris automatiquement.");

    internal static readonly RunReason CatalogSilent = new(
        "CATALOG_UNAVAILABLE", "Le catalogue n'a pas répondu : les missions envoyées le seront à nouveau, rien n'a été retiré.");

    internal static readonly RunReason FileLost = new(
        "FILE_LOST", "Le fichier déposé n'est plus disponible : déposez-le à nouveau.");

    internal static readonly RunReason Internal = new(
        "INTERNAL_ERROR", "Une erreur interne a arrêté l'import ; les missions déjà reçues sont conservées, rien n'a été retiré.");

    internal static RunReason Held(int absent, int live) => new(
        "WITHDRAWALS_HELD",
        $"{absent} missions sur {live} disparaîtraient d'un coup : aucune n'a été retirée. Vérifiez le flux, puis confirmez si ces retraits sont voulus.");

    internal static readonly RunReason AllRefused = new(
        "ALL_REFUSED", "Toutes les missions du flux ont été refusées : rien n'a été retiré. Le rapport donne la raison de chaque refus.");
}

/// <summary>Stops a run, whatever the depth; the run's record says why.</summary>
internal sealed class RunFailure(RunReason reason, Exception? cause = null) : Exception(reason.Message, cause)
{
    internal RunReason Reason => reason;
}
