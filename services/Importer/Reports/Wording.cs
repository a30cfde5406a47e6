using Engagement.Design;
using Engagement.Importer.Runs;

namespace Engagement.Importer.Reports;

/// <summary>The codes of runs and remarks in French, for people.</summary>
internal static class Wording
{
    /// <summary>The kinds of remarks, in the order in which a partner should look at them.</summary>
    internal static readonly IReadOnlyList<string> Kinds = [RunItemKind.Refusal, RunItemKind.Failed, RunItemKind.Duplicate, RunItemKind.Absent, RunItemKind.LeftAlone, RunItemKind.Warning];

    internal static string Status(string status) => status switch
    {
        RunStatus.Running => "En cours",
        RunStatus.Success => "Réussi",
        RunStatus.Held => "Retraits en attente",
        RunStatus.Failed => "Échoué",
        _ => status,
    };

    internal static Tone ToneOf(string status) => status switch
    {
        RunStatus.Success => Tone.Good,
        RunStatus.Held => Tone.Warning,
        RunStatus.Failed => Tone.Bad,
        _ => Tone.Neutral,
    };

    internal static string Trigger(string trigger) => trigger switch
    {
        RunTrigger.Schedule => "lecture planifiée",
        RunTrigger.Request => "lecture à la demande",
        RunTrigger.Confirmation => "confirmation de retraits",
        RunTrigger.Undo => "annulation d'un import",
        _ => trigger,
    };

    internal static string Kind(string kind) => kind switch
    {
        RunItemKind.Refusal => "Refus",
        RunItemKind.Duplicate => "Doublon",
        RunItemKind.Failed => "Échec",
        RunItemKind.Warning => "Avertissement",
        RunItemKind.Absent => "Retrait en attente",
        RunItemKind.LeftAlone => "Laissée telle quelle",
        _ => kind,
    };

    internal static Tone ToneOfKind(string kind) => kind switch
    {
        RunItemKind.Refusal or RunItemKind.Failed => Tone.Bad,
        RunItemKind.Warning => Tone.Neutral,
        _ => Tone.Warning,
    };
}
