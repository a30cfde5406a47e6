namespace Engagement.Search.Index;

/// <summary>A word of one list of a publisher. The index's writer alone reads and changes it.</summary>
internal sealed class WordUse(string text)
{
    internal string Text { get; } = text;

    /// <summary>How many live missions use it.</summary>
    internal int Missions { get; set; }

    /// <summary>Whether it has one of the publisher's places: it is a facet value and a filter value.</summary>
    internal bool IsFacet { get; set; } = true;

    /// <summary>What <see cref="IsFacet"/> was when missions were last written; null for a word that came since.</summary>
    internal bool? WasFacet { get; set; }

    /// <summary>Whether the last settlement gave it a place or took its place away.</summary>
    internal bool HasMoved { get; set; }

    /// <summary>The last list of values that it was read in: a value that a list repeats counts once.</summary>
    internal int ReadIn { get; set; }
}
