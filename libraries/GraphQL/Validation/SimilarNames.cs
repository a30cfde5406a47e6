namespace Engagement.GraphQL.Validation;

/// <summary>Names that are a slip of the hand away.</summary>
internal static class SimilarNames
{
    private const int MostShown = 3;
    private const int LongestCompared = 60;

    internal static string Sentence(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestCompared)
        {
            return "";
        }
        var threshold = (name.Length * 4 / 10) + 1;
        var near = known.Select(k => (Name: k, Distance: Distance(name, k)))
            .Where(k => k.Distance <= threshold)
            .OrderBy(k => k.Distance).ThenBy(k => k.Name, StringComparer.Ordinal)
            .Take(MostShown).Select(k => $"\"{k.Name}\"").ToList();
        return near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
    }

    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + change);
            }
            previous = current;
        }
        return previous[b.Length];
    }
}
