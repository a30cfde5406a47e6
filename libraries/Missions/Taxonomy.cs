namespace Engagement.Missions;

/// <summary>A code that filters take and the French label that people read.</summary>
/// <param name="Code">Stable, as in the feed format.</param>
/// <param name="Label">In French.</param>
public sealed record Term(string Code, string Label);

/// <summary>The lists that the mission format draws from.</summary>
public static partial class Taxonomy
{
    /// <summary>The 20 domains.</summary>
    public static IReadOnlyList<Term> Domains { get; } = [];

    /// <summary>The activities.</summary>
    public static IReadOnlyList<Term> Activities { get; } = [];

    /// <summary>The French departments, overseas ones included.</summary>
    public static IReadOnlyList<Term> Departments { get; } = [];
}
