using Engagement.GraphQL.Execution;
using Engagement.Search.Cursors;
using Engagement.Search.Index;

namespace Engagement.Search.Gateway;

/// <summary>The cursors of one list: written and read for its query alone.</summary>
internal sealed class ListCursors(CursorCodec codec, Func<CursorScope> scope)
{
    private CursorScope? known;

    // Hashing the query costs more than writing a cursor, and most answers ask for none.
    private CursorScope Scope => known ??= scope();

    internal string Write(MissionPosition position) => codec.Write(position, Scope);

    internal MissionPosition Read(string cursor) => codec.Read(cursor, Scope, out var position) switch
    {
        CursorOutcome.Read => position,
        CursorOutcome.Mismatch => throw new GraphQLException(
            "The cursor belongs to another search, filter, order or key: begin again without it.", SearchErrorCodes.CursorMismatch),
        _ => throw new GraphQLException("The cursor is not one of ours, or was altered: begin again without it.", SearchErrorCodes.CursorInvalid),
    };
}
