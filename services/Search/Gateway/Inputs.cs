using Engagement.GraphQL.Execution;

namespace Engagement.Search.Gateway;

/// <summary>
/// Bounds what callers send: a text or a list that no honest query has is answered with <c>BAD_USER_INPUT</c> before the index or the
/// database sees it.
/// </summary>
internal static class Inputs
{
    /// <summary>Longest text of a search, a filter or a reference.</summary>
    internal const int LongestText = 500;

    /// <summary>Most values of one field of a filter.</summary>
    internal const int MostValues = 1_000;

    /// <summary>The text, when it is one that can be looked for.</summary>
    internal static string? Text(string? text, string name) => text switch
    {
        null => null,
        { Length: > LongestText } => throw Bad($"\"{name}\" is longer than {LongestText} characters."),
        // PostgreSQL's texts cannot hold it.
        _ when text.Contains('\0', StringComparison.Ordinal) => throw Bad($"\"{name}\" holds the character U+0000."),
        _ => text,
    };

    /// <summary>The text of a search, when it has no more words than are looked for.</summary>
    internal static string? Words(string? text, string name, int most) =>
        Text(text, name) is { } read && Count(read) > most ? throw Bad($"\"{name}\" has more than {most} words.") : text;

    /// <summary>The values; none for null.</summary>
    internal static IReadOnlyList<string> Texts(IReadOnlyList<string>? values, string name)
    {
        var few = Few(values, name);
        foreach (var value in few)
        {
            Text(value, name);
        }

        return few;
    }

    /// <summary>The values read as ids; none for null.</summary>
    internal static IReadOnlyList<Guid> Read(IReadOnlyList<string>? values, string name, Func<string, Guid> read)
    {
        var few = Few(values, name);
        return few.Count == 0 ? [] : few.Select(read).ToArray();
    }

    /// <summary>The values; none for null.</summary>
    internal static IReadOnlyList<T> Few<T>(IReadOnlyList<T>? values, string name) =>
        values?.Count > MostValues ? throw Bad($"\"{name}\" has more than {MostValues} values.") : values ?? [];

    /// <summary>Words as whoever counts the cost counts them: runs of letters and digits.</summary>
    private static int Count(string text)
    {
        var words = 0;
        for (var i = 0; i < text.Length; i++)
        {
            words += char.IsLetterOrDigit(text[i]) && (i == 0 || !char.IsLetterOrDigit(text[i - 1])) ? 1 : 0;
        }

        return words;
    }

    private static GraphQLException Bad(string message) => new(message, ErrorCodes.BadUserInput);
}
