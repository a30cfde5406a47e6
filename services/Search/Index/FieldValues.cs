using Engagement.Missions;
using Engagement.Search.Analysis;

namespace Engagement.Search.Index;

/// <summary>How a value is written in the index, the same for missions and for filters.</summary>
internal static class FieldValues
{
    internal static string Of(bool value) => value ? "true" : "false";

    internal static string Of(Guid id) => id.ToString("D");

    internal static string Of(MissionType type) => type switch
    {
        MissionType.Benevolat => "BENEVOLAT",
        MissionType.VolontariatServiceCivique => "VOLONTARIAT_SERVICE_CIVIQUE",
        MissionType.VolontariatSapeursPompiers => "VOLONTARIAT_SAPEURS_POMPIERS",
        MissionType.VolontariatReserveOperationnelle => "VOLONTARIAT_RESERVE_OPERATIONNELLE",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A type without a code."),
    };

    internal static string Of(RemoteMode mode) => mode switch
    {
        RemoteMode.No => "NO",
        RemoteMode.Possible => "POSSIBLE",
        RemoteMode.Full => "FULL",
        RemoteMode.Local => "LOCAL",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "A mode without a code."),
    };

    internal static string Of(CompensationUnit unit) => unit switch
    {
        CompensationUnit.Hour => "HOUR",
        CompensationUnit.Day => "DAY",
        CompensationUnit.Month => "MONTH",
        CompensationUnit.Year => "YEAR",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "A unit without a code."),
    };

    /// <summary>"SAINT-ETIENNE", "Saint Étienne" and "saint-étienne" are one town.</summary>
    internal static string OfCity(string city)
    {
        var words = new List<string>();
        Span<char> folded = stackalloc char[FrenchAnalyzer.LongestWord];
        var rest = city.AsSpan();
        while (FrenchAnalyzer.NextWord(ref rest, out var word)) words.Add(new string(folded[..LetterFold.Fold(word, folded)]));
        return string.Join(' ', words);
    }

    internal static string OfRna(string rna) => rna.ToUpperInvariant();
}
