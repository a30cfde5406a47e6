namespace Engagement.Importer.Feeds;

/// <summary>
/// The contents of a feed that were undone: their fingerprints, one after another in one value. While the feed shows one of them, nothing is
/// imported.
/// </summary>
internal static class UndoneContents
{
    /// <summary>Of each feed the last ones are kept.</summary>
    internal const int Most = 20;

    /// <summary>The size of one fingerprint in bytes.</summary>
    internal const int Size = 32;

    /// <summary>
    /// Stands for a content that cannot be named yet: what a paged feed shows when several of its runs were undone. The next reading names it.
    /// </summary>
    internal static byte[] Unnamed { get; } = new byte[Size];

    /// <summary>Whether one of them is this content.</summary>
    internal static bool Hold(byte[] undone, byte[] fingerprint) => PlaceOf(undone, fingerprint) >= 0;

    /// <summary>The same with a name in place of <see cref="Unnamed"/>; null when all have a name.</summary>
    internal static byte[]? Name(byte[] undone, byte[] fingerprint)
    {
        var place = PlaceOf(undone, Unnamed);
        return place < 0 ? null : [.. undone.AsSpan(0, place), .. fingerprint, .. undone.AsSpan(place + Size)];
    }

    /// <summary>The content that was undone last; null when it has no name yet.</summary>
    internal static byte[]? Last(byte[] undone)
    {
        var last = undone[^Size..];
        return last.AsSpan().SequenceEqual(Unnamed) ? null : last;
    }

    private static int PlaceOf(byte[] undone, byte[] fingerprint)
    {
        for (var place = 0; place < undone.Length; place += Size)
        {
            if (undone.AsSpan(place, Size).SequenceEqual(fingerprint))
            {
                return place;
            }
        }

        return -1;
    }
}
