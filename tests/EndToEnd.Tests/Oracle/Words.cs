using System.Net;
using System.Text.RegularExpressions;

namespace Engagement.EndToEnd.Tests.Oracle;

/// <summary>
/// A search that needs no stemmer: over words that no other word of the file begins like, so that every way to cut endings gives the same
/// missions.
/// </summary>
internal static partial class Words
{
    private const string Accented = "àâäéèêëîïôöùûüÿçñ";
    private const string Plain = "aaaeeeeiioouuuycn";

    /// <summary>Letter by letter: the tests run without culture data, and have no normalisation.</summary>
    internal static string Fold(string text) => string.Concat(text.ToLowerInvariant()
        .Select(c => Accented.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? Plain[at] : c)).Replace("œ", "oe", StringComparison.Ordinal);

    internal static IEnumerable<string> In(string text) => Fold(text).Split([.. Fold(text).Where(c => !char.IsLetterOrDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries);

    internal static string PlainText(string html) => WebUtility.HtmlDecode(Tag().Replace(html, " "));

    /// <summary>Words of titles that stand apart, with the missions whose searched fields have them.</summary>
    internal static IReadOnlyDictionary<string, HashSet<string>> Distinctive(IReadOnlyList<FileMission> missions)
    {
        var searched = missions.ToDictionary(m => m.ClientId, m => Searched(m).SelectMany(In).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var everything = missions.ToDictionary(m => m.ClientId, m => Searched(m).Concat(Others(m)).SelectMany(In).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var byBeginning = everything.Values.SelectMany(w => w).Distinct(StringComparer.Ordinal).ToLookup(w => w[..Math.Min(4, w.Length)], StringComparer.Ordinal);
        return missions.SelectMany(m => In(m.Title)).Distinct(StringComparer.Ordinal)
            .Where(w => w.Length >= 6 && w.All(char.IsAsciiLetter) && byBeginning[w[..4]].Count() == 1 && !byBeginning[w[..3]].Any())
            .Select(w => (Word: w, Missions: With(w, searched), Anywhere: With(w, everything)))
            .Where(w => w.Missions.SetEquals(w.Anywhere))
            .ToDictionary(w => w.Word, w => w.Missions, StringComparer.Ordinal);
    }

    private static HashSet<string> With(string word, Dictionary<string, HashSet<string>> texts) =>
        texts.Where(t => t.Value.Contains(word)).Select(t => t.Key).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Searched(FileMission m) => [m.Title, m.Organization.Name, .. m.Tags, PlainText(m.DescriptionHtml)];

    /// <summary>A word that also stands here, in a mission that has it nowhere else, is no judge.</summary>
    private static IEnumerable<string> Others(FileMission m) =>
    [
        m.Domain, m.Schedule ?? "", m.Organization.Description ?? "", m.Organization.City ?? "", m.Organization.Address ?? "", m.Organization.Type ?? "",
        m.Organization.LegalStatus ?? "", .. m.Tasks,
        .. m.Activities, .. m.Audiences, .. m.SoftSkills, .. m.Requirements, .. m.Organization.Networks, .. m.Addresses.SelectMany(a => new[] { a.City, a.Street }),
    ];

    [GeneratedRegex("<[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();
}
