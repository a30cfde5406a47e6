namespace Engagement.Missions;

/// <summary>
/// Counts the different words that a feed's accepted missions use freely: tags, audiences, networks of their structures. Beyond 5,000 in one
/// of these lists the words used least are no filters of Search: the partner reads it in the report.
/// </summary>
public sealed class FeedWords
{
    /// <summary>How many different words of a publisher, in each list, can be filters.</summary>
    public const int MostFilters = 5_000;

    // A made-up feed may hold a hundred million of them: beyond this, "more than" says enough.
    private const int MostCounted = 100_000;

    private readonly HashSet<ulong> _tags = [];
    private readonly HashSet<ulong> _audiences = [];
    private readonly HashSet<ulong> _networks = [];

    /// <summary>One for each list that has too many words, by the name of the feed's element.</summary>
    public IReadOnlyList<FeedRemark> Warnings =>
        [.. Warn("tags", _tags), .. Warn("audience", _audiences), .. Warn("organizationReseaux", _networks)];

    /// <summary>Counts the words of an accepted mission and of its structure.</summary>
    public void Add(MissionContent mission, OrganizationContent? organization)
    {
        Add(_tags, mission.Tags);
        Add(_audiences, mission.Audiences);
        if (organization is not null)
        {
            Add(_networks, organization.Networks);
        }
    }

    private static void Add(HashSet<ulong> known, IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count && known.Count <= MostCounted; i++)
        {
            known.Add(Hash(words[i]));
        }
    }

    // FNV-1a: 64 bits tell 100,000 words apart, and no word is kept.
    private static ulong Hash(string word)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var letter in word)
        {
            hash = (hash ^ letter) * 1_099_511_628_211UL;
        }

        return hash;
    }

    private static IEnumerable<FeedRemark> Warn(string field, HashSet<ulong> known)
    {
        if (known.Count > MostFilters)
        {
            var count = known.Count > MostCounted ? $"plus de {French(MostCounted)}" : French(known.Count);
            yield return new FeedRemark(
                FeedCodes.TooManyWords, field, count, 0,
                $"Les missions du flux ont {count} mots différents dans « {field} ». Les {French(MostFilters)} mots que le plus de missions utilisent sont des filtres ; "
                + "les autres restent dans les missions mais ne filtrent pas. Employez moins de mots différents : ni numéro, ni date, ni phrase.");
        }
    }

    private static string French(int number) => number.ToString("#,0", Spaces);

    private static readonly System.Globalization.NumberFormatInfo Spaces = new() { NumberGroupSeparator = " " };
}
