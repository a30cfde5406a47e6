using Engagement.GraphQL.Execution;

namespace Engagement.Search.Gateway;

/// <summary>The arguments of a list: how many, from which end, after which cursor.</summary>
/// <param name="Size">How many, 1 to 100.</param>
/// <param name="Backward">True for the last ones before <paramref name="Cursor"/>.</param>
/// <param name="Cursor">Where to go on, or null for the list's beginning or end.</param>
internal readonly record struct PageArguments(int Size, bool Backward, string? Cursor)
{
    internal const int DefaultSize = 20;
    internal const int MaxSize = 100;

    /// <summary>Reads the four arguments; faults are answered with <c>BAD_USER_INPUT</c>.</summary>
    internal static PageArguments Of(int? first, string? after, int? last, string? before)
    {
        if (first is not null && last is not null)
        {
            throw Bad("Give either \"first\" or \"last\", not both.");
        }

        if ((first ?? last) is < 1 or > MaxSize)
        {
            throw Bad($"\"{(first is null ? "last" : "first")}\" must be from 1 to {MaxSize}.");
        }

        if (last is null && before is not null)
        {
            throw Bad("\"before\" goes with \"last\"; use \"after\" with \"first\".");
        }

        if (last is not null && after is not null)
        {
            throw Bad("\"after\" goes with \"first\"; use \"before\" with \"last\".");
        }

        return new PageArguments(first ?? last ?? DefaultSize, last is not null, last is null ? after : before);
    }

    private static GraphQLException Bad(string message) => new(message, ErrorCodes.BadUserInput);
}
