using System.Text;
using Engagement.Missions;

namespace Engagement.Search.Organizations;

/// <summary>
/// All structures at one moment: in order, and their names in one row of bytes, in which a word is found without looking at each name.
/// </summary>
internal sealed class OrganizationView
{
    // No byte of UTF-8: no word reaches from one name into the next.
    private const byte Separator = 0xFF;

    private readonly ListedOrganization[] rows;
    private readonly byte[] names;
    private readonly int[] starts;

    private OrganizationView(ListedOrganization[] rows)
    {
        this.rows = rows;
        names = new byte[rows.Sum(row => row.Name.Length + 1)];
        starts = new int[rows.Length];
        var at = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            starts[i] = at;
            rows[i].Name.CopyTo(names, at);
            at += rows[i].Name.Length + 1;
            names[at - 1] = Separator;
        }
    }

    internal static OrganizationView Empty { get; } = new([]);

    internal ListedOrganization this[int place] => rows[place];

    /// <summary>The view with some structures changed, new or (null) gone.</summary>
    internal OrganizationView With(IReadOnlyDictionary<Guid, ListedOrganization?> changed)
    {
        var kept = rows.Where(row => !changed.ContainsKey(row.Id)).ToArray();
        var added = changed.Values.OfType<ListedOrganization>().Order().ToArray();
        var all = new ListedOrganization[kept.Length + added.Length];
        var (k, a) = (0, 0);
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = a == added.Length || (k < kept.Length && kept[k].CompareTo(added[a]) < 0) ? kept[k++] : added[a++];
        }

        return new OrganizationView(all);
    }

    /// <summary>The places of the structures whose names have all the words and that pass a filter, in order.</summary>
    internal List<int> Find(string? search, Func<ListedOrganization, bool> passes)
    {
        var words = Words(search);
        return words.Length == 0 ? All(passes) : WithWord(words[0], row => row.Has(words) && passes(row));
    }

    /// <summary>The place at which a structure stands, or would stand.</summary>
    internal int PlaceOf(ListedOrganization organization)
    {
        var place = Array.BinarySearch(rows, organization);
        return place < 0 ? ~place : place;
    }

    /// <summary>The structure of an id; null when there is none.</summary>
    internal ListedOrganization? ById(Guid id) => Array.Find(rows, row => row.Id == id);

    private List<int> All(Func<ListedOrganization, bool> passes)
    {
        var found = new List<int>();
        for (var i = 0; i < rows.Length; i++)
        {
            if (passes(rows[i]))
            {
                found.Add(i);
            }
        }

        return found;
    }

    private List<int> WithWord(byte[] word, Func<ListedOrganization, bool> passes)
    {
        var found = new List<int>();
        for (var from = 0; from < names.Length;)
        {
            var at = names.AsSpan(from).IndexOf(word);
            if (at < 0)
            {
                break;
            }

            var row = Array.BinarySearch(starts, from + at);
            row = row < 0 ? ~row - 1 : row;
            if (passes(rows[row]))
            {
                found.Add(row);
            }

            from = starts[row] + rows[row].Name.Length + 1;
        }

        return found;
    }

    /// <summary>The words, the longest first: it is in the fewest names. A word that is part of another says nothing more.</summary>
    private static byte[][] Words(string? search)
    {
        var words = TextFold.Fold(search ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.Ordinal).OrderByDescending(word => word.Length).ToList();
        bool IsInLonger(string word, int i) => words.Take(i).Any(longer => longer.Contains(word, StringComparison.Ordinal));
        return [.. words.Where((word, i) => !IsInLonger(word, i)).Select(Encoding.UTF8.GetBytes)];
    }
}

/// <summary>What a list asks of a name.</summary>
internal static class NameOfListed
{
    /// <summary>Whether the name has all the words but the first, which was found already.</summary>
    internal static bool Has(this ListedOrganization organization, byte[][] words)
    {
        for (var i = 1; i < words.Length; i++)
        {
            if (organization.Name.AsSpan().IndexOf(words[i]) < 0)
            {
                return false;
            }
        }

        return true;
    }
}
