namespace Engagement.Search.Gateway;

/// <summary>The codes that Search adds to the engine's in <c>extensions.code</c>: a closed list.</summary>
internal static class SearchErrorCodes
{
    /// <summary>The key lacks a scope.</summary>
    internal const string Forbidden = "FORBIDDEN";

    /// <summary>Another service that the field needs does not answer; asking again later is safe, and the rest of the answer stands.</summary>
    internal const string ServiceUnavailable = "SERVICE_UNAVAILABLE";

    /// <summary>The cursor is not one of ours, or was altered.</summary>
    internal const string CursorInvalid = "CURSOR_INVALID";

    /// <summary>The cursor belongs to another query, order or partner.</summary>
    internal const string CursorMismatch = "CURSOR_MISMATCH";
}
