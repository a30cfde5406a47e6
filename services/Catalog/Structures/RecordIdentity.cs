using System.Text;
using Engagement.Missions;
using Engagement.Missions.Places;

namespace Engagement.Catalog.Structures;

/// <summary>What tells one partner's record of a structure from others.</summary>
/// <param name="NameKey">Its name without what partners write or leave out, with its commune; null when either is not known.</param>
internal sealed record RecordIdentity(Guid OrganizationId, string? Rna, string? Siret, string? Siren, string? NameKey)
{
    // Shorter names ("ADMR", "MJC") are those of many structures, also within one commune.
    private const int LeastName = 6;

    // Little words and legal forms.
    private static readonly HashSet<string> Dropped = new(
        ["association", "asso", "l", "le", "la", "les", "d", "de", "des", "du", "et", "a", "au", "aux", "en", "loi", "1901"], StringComparer.Ordinal);

    internal static RecordIdentity Of(Guid organizationId, OrganizationContent content) =>
        new(organizationId, content.Rna, content.Siret, content.Siren, KeyOf(content));

    private static string? KeyOf(OrganizationContent content)
    {
        if (content.City is null && content.PostalCode is null)
        {
            return null;
        }

        var name = NameOf(content.Name);
        return name.Length >= LeastName && Communes.Find(content.City, content.PostalCode, null) is { } commune ? $"{name}|{commune.Code}" : null;
    }

    private static string NameOf(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var word in new string([.. TextFold.Fold(name).Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Dropped.Contains(word))
            {
                key.Append(key.Length == 0 ? "" : " ").Append(word);
            }
        }

        return key.ToString();
    }
}
