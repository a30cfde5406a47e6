namespace Engagement.Missions;

/// <summary>The structures a feed has described so far: when missions disagree on one, the first in the file wins.</summary>
internal sealed class OrganizationBook
{
    private readonly Dictionary<string, OrganizationContent> _first = new(StringComparer.Ordinal);

    /// <summary>The description to keep: this one when it is the first of its key.</summary>
    internal OrganizationContent Settle(OrganizationContent organization, RawMission raw, Remarks remarks)
    {
        if (_first.TryAdd(organization.Key, organization))
        {
            return organization;
        }

        var first = _first[organization.Key];
        if (!IsSame(first, organization) && !MissionHash.SameContent(first, organization))
        {
            remarks.Warn(
                FeedCodes.OrganizationConflict,
                raw[FeedField.OrganizationName] with { Text = organization.Key },
                $"La structure « {RawValue.Show(organization.Key)} » est décrite différemment par une mission précédente du fichier : la première description est retenue.");
        }

        return first;
    }

    // Nearly always so, and far cheaper than two hashes.
    private static bool IsSame(OrganizationContent a, OrganizationContent b) =>
        a.Beneficiaries.SequenceEqual(b.Beneficiaries) && a.Actions.SequenceEqual(b.Actions) && a.Networks.SequenceEqual(b.Networks)
        && a == b with { Beneficiaries = a.Beneficiaries, Actions = a.Actions, Networks = a.Networks };
}
