using Engagement.GraphQL.Execution;
using Engagement.Search.Identifiers;

namespace Engagement.Search.Gateway;

/// <summary>Reads the ids that callers send; one that is none is answered with <c>BAD_USER_INPUT</c>.</summary>
internal static class Ids
{
    // Whatever was sent is not sent back at length.
    private const int Shown = 60;

    internal static Guid Mission(string text) => Read(PublicId.Mission, text, "a mission");

    internal static Guid Organization(string text) => Read(PublicId.Organization, text, "an organization");

    internal static Guid Publisher(string text) => Read(PublicId.Publisher, text, "a publisher");

    internal static GraphQLException Bad(string text, string what) => new(
        $"{(text.Length <= Shown ? $"\"{text}\"" : $"A text of {text.Length} characters")} is not the id of {what}.", ErrorCodes.BadUserInput);

    private static Guid Read(char kind, string text, string what) => PublicId.TryParse(kind, text, out var id) ? id : throw Bad(text, what);
}
