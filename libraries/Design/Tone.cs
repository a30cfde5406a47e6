namespace Engagement.Design;

/// <summary>How a reader should take a badge or a notice.</summary>
public enum Tone
{
    /// <summary>A fact.</summary>
    Neutral,

    /// <summary>All is well.</summary>
    Good,

    /// <summary>Worth a look.</summary>
    Warning,

    /// <summary>Something must be done.</summary>
    Bad,
}
