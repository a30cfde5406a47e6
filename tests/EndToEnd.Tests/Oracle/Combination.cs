namespace Engagement.EndToEnd.Tests.Oracle;

/// <summary>A search with filters, said twice: as GraphQL variables, and as conditions on the missions of the file.</summary>
internal sealed class Combination
{
    private readonly List<(string? Facet, Func<FileMission, bool> Holds)> conditions = [];
    private readonly Dictionary<string, object> filter = new(StringComparer.Ordinal);

    internal string? Search { get; private set; }

    internal IReadOnlyDictionary<string, object> Filter => filter;

    internal string Description => $"{(Search is null ? "" : $"\"{Search}\" ")}{string.Join(", ", filter.Select(f => $"{f.Key}={System.Text.Json.JsonSerializer.Serialize(f.Value)}"))}";

    internal Combination For(string word, HashSet<string> clientIds)
    {
        Search = word;
        conditions.Add((null, m => clientIds.Contains(m.ClientId)));
        return this;
    }

    /// <param name="field">Of <c>MissionFilter</c>.</param>
    /// <param name="value">What it takes.</param>
    /// <param name="facet">The facet that ignores this condition, or null.</param>
    /// <param name="holds">The same, on the file.</param>
    internal Combination With(string field, object value, string? facet, Func<FileMission, bool> holds)
    {
        filter.Add(field, value);
        conditions.Add((facet, holds));
        return this;
    }

    internal List<FileMission> Find(IEnumerable<FileMission> missions) => [.. missions.Where(m => conditions.TrueForAll(c => c.Holds(m)))];

    /// <summary>Counts of one facet: over what all conditions but its own let through.</summary>
    internal IReadOnlyDictionary<string, int> Count(IEnumerable<FileMission> missions, string facet, Func<FileMission, IEnumerable<string>> codes) =>
        missions.Where(m => conditions.TrueForAll(c => c.Facet == facet || c.Holds(m)))
            .SelectMany(m => codes(m).Distinct(StringComparer.Ordinal))
            .CountBy(c => c, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
}
