using Engagement.Missions;

namespace Engagement.Importer.Runs;

/// <summary>Why a run is not a plain success: a stable code and a sentence for the partner.</summary>
internal sealed record RunReason(string Code, string Message)
{
    // What a server answered, or an address, may be in it: the database takes no more.
    private const int Longest = 2_000;

    public string Message { get; } = TextLimits.Cut(Message, Longest);

    /// <summary>How long the feed's server asks to be left alone; null when it does not.</summary>
    internal TimeSpan? Pause { get; init; }
}

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

    internal static readonly RunReason Superseded = new(
        "SUPERSEDED", "Un import plus récent de ce flux est passé avant ce fichier : il n'a pas été importé, pour ne pas remettre d'anciennes missions. Déposez à nouveau le fichier s'il est à jour.");

    internal static readonly RunReason Internal = new(
        "INTERNAL_ERROR", "Une erreur interne a arrêté l'import ; les missions déjà reçues sont conservées, rien n'a été retiré.");

    internal static RunReason Held(int absent, int live) => new(
        "WITHDRAWALS_HELD",
        $"{absent} missions sur {live} disparaîtraient d'un coup : aucune n'a été retirée. Vérifiez le flux, puis confirmez si ces retraits sont voulus.");

    internal static RunReason HeldAfterOthers(int absent, int earlier, int most) => new(
        "WITHDRAWALS_HELD",
        $"{absent} missions disparaîtraient, après {earlier} depuis 24 heures, sur {most} au plus depuis 7 jours : "
        + "aucune n'a été retirée cette fois. Vérifiez le flux, puis confirmez si ces retraits sont voulus.");

    internal static RunReason HeldAgain(int absent, int live) => new(
        "WITHDRAWALS_HELD",
        $"Les mêmes {absent} missions sur {live} manquent toujours : aucune n'a été retirée. Confirmez si ces retraits sont voulus ; sans réponse, ils auront lieu quand tous les imports de 24 heures les auront montrés.");

    internal static RunReason AbsentFor24Hours(int absent) => new(
        "ABSENT_FOR_24_HOURS", $"Les mêmes {absent} missions manquent à tous les imports depuis 24 heures : elles ont été retirées.");

    internal static RunReason Confirmed(int withdrawals) => new("CONFIRMED", $"Les {withdrawals} retraits en attente ont été confirmés.");

    internal static readonly RunReason ConfirmationOutdated = new(
        "CONFIRMATION_OUTDATED", "Le flux a changé depuis cet import : rien n'a été retiré.");

    internal static readonly RunReason UndoneContent = new(
        "UNDONE_CONTENT", "Le contenu du flux est celui d'un import annulé : rien n'a été importé. Corrigez le flux, ou confirmez pour l'importer malgré tout.");

    internal static readonly RunReason UndoInterrupted = new(
        "CATALOG_UNAVAILABLE", "Le catalogue n'a pas répondu : l'annulation est incomplète, demandez-la à nouveau.");

    internal static RunReason Undone(int restored, int withdrawn, int leftAlone) => new(
        "UNDONE", $"Import annulé : {restored} missions ont retrouvé leur contenu, {withdrawn} ont été retirées, {leftAlone} ont changé depuis et n'ont pas été touchées.");

    internal static readonly RunReason AllRefused = new(
        "ALL_REFUSED", "Toutes les missions du flux ont été refusées : rien n'a été retiré. Le rapport donne la raison de chaque refus.");
}

/// <summary>Stops a run, whatever the depth; the run's record says why.</summary>
internal class RunFailure(RunReason reason, Exception? cause = null) : Exception(reason.Message, cause)
{
    internal RunReason Reason => reason;
}

/// <summary>The partner's server says that there is nothing at the address.</summary>
internal sealed class FeedGone(RunReason reason) : RunFailure(reason);
