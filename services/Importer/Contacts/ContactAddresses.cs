using System.Text.RegularExpressions;

namespace Engagement.Importer.Contacts;

/// <summary>What may be the address of a contact.</summary>
internal static partial class ContactAddresses
{
    /// <summary>How many a feed may have.</summary>
    internal const int Most = 10;

    /// <summary>RFC 5321: longer ones cannot be used.</summary>
    internal const int Longest = 254;

    /// <summary>The addresses that somebody typed one under the other, or with commas or semicolons between them.</summary>
    internal static IReadOnlyList<string> Split(string text) => Distinct(text.Split(['\r', '\n', ',', ';']));

    /// <summary>Without spaces around them, empty ones and repetitions.</summary>
    internal static IReadOnlyList<string> Distinct(IEnumerable<string?> addresses) =>
        [.. addresses.Select(a => a?.Trim() ?? "").Where(a => a.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];

    internal static bool IsAddress(string text) => text.Length <= Longest && Address().IsMatch(text);

    // What browsers take for an address, with a domain of two parts at least. No space, quote or line end can be in it.
    [GeneratedRegex(
        @"\A[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+\z",
        RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
