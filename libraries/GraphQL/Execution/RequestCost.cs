namespace Engagement.GraphQL.Execution;

/// <summary>
/// What a request costs beside its operation's static cost, in the same unit: about what a microsecond or two of a processor does.
/// </summary>
internal static class RequestCost
{
    private const int CharactersPerUnit = 10;
    private const int BodyBytesPerUnit = 200;
    private const int AnswerBytesPerUnit = 100;

    /// <summary>Parsing and checking a document that is not known yet.</summary>
    internal static int OfReading(string text) => 1 + (text.Length / CharactersPerUnit);

    /// <summary>Reading a body, whatever is in it.</summary>
    internal static double OfBody(long bytes) => 1 + (bytes / BodyBytesPerUnit);

    /// <summary>What an answer cost beyond its static cost.</summary>
    internal static double Beyond(double cost, int answerBytes) => Math.Max(0, (answerBytes / AnswerBytesPerUnit) - cost);
}
