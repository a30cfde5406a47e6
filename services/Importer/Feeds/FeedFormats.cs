namespace Engagement.Importer.Feeds;

/// <summary>The values of <see cref="Feed.Format"/>.</summary>
internal static class FeedFormats
{
    /// <summary>One XML document that names every mission.</summary>
    internal const string Xml = "xml";

    /// <summary>RPDE 1.0: JSON pages of what changed, in the order of the changes.</summary>
    internal const string Rpde = "rpde";

    internal static readonly IReadOnlyList<string> All = [Xml, Rpde];
}
