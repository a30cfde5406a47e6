namespace Engagement.Importer.Feeds;

/// <summary>Where a feed may be read from: a complete http or https address without credentials.</summary>
internal static class FeedAddress
{
    /// <summary>The most characters of an address; servers refuse longer ones as well.</summary>
    internal const int Longest = 8000;

    internal static bool TryParse(string? text, out Uri address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address!) && IsAllowed(address);

    /// <summary>The address that a redirect or a page leads to; false when it is none.</summary>
    internal static bool TryFollow(Uri from, Uri? to, out Uri address)
    {
        address = from;
        return to is not null && Uri.TryCreate(from, to, out address!) && IsAllowed(address);
    }

    /// <inheritdoc cref="TryFollow(Uri, Uri?, out Uri)"/>
    internal static bool TryFollow(Uri from, string to, out Uri address) => Uri.TryCreate(from, to, out address!) && IsAllowed(address);

    /// <summary>Scheme, host and port of two addresses are the same.</summary>
    internal static bool IsSameServer(string? one, string? other) =>
        Uri.TryCreate(one, UriKind.Absolute, out var first) && Uri.TryCreate(other, UriKind.Absolute, out var second)
        && Uri.Compare(first, second, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool IsAllowed(Uri address) =>
        address.IsAbsoluteUri && address.Scheme is "http" or "https" && address is { UserInfo: "", Host.Length: > 0 }
        && address.AbsoluteUri.Length <= Longest;
}
