namespace Engagement.Missions;

/// <summary>The names that a feed uses and the format does not know: each is told once.</summary>
internal sealed class UnknownNames
{
    // A feed that makes up a name per mission must not fill the memory.
    private const int Most = 1000;
    private const int LongestName = 200;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <param name="remarks">Where it is told.</param>
    /// <param name="value">The name, and where it stands.</param>
    /// <param name="what">How to call it in a sentence.</param>
    internal void Note(Remarks remarks, RawValue value, string what) =>
        Note(remarks, value.Element, value, $"{what} ne fait pas partie du format : il est ignoré.");

    /// <param name="remarks">Where it is told.</param>
    /// <param name="name">What is told once.</param>
    /// <param name="value">Where it stands.</param>
    /// <param name="message">What is told.</param>
    internal void Note(Remarks remarks, string name, RawValue value, string message)
    {
        if (_names.Count < Most && _names.Add(TextLimits.Cut(name, LongestName)))
        {
            var others = _names.Count == Most ? $" C'est le {Most}e nom inconnu : les suivants sont ignorés sans être signalés." : "";
            remarks.Warn(FeedCodes.UnknownElement, value, message + others);
        }
    }
}
