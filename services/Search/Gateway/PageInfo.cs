namespace Engagement.Search.Gateway;

/// <summary>Where a page stands in its list.</summary>
internal sealed class PageInfo(bool hasNext, bool hasPrevious, Func<string?> start, Func<string?> end)
{
    /// <summary>Whether there are more after it.</summary>
    public bool HasNextPage => hasNext;

    /// <summary>Whether there are more before it.</summary>
    public bool HasPreviousPage => hasPrevious;

    /// <summary>Cursor of its first item; null when it is empty.</summary>
    public string? StartCursor => start();

    /// <summary>Cursor of its last item; null when it is empty.</summary>
    public string? EndCursor => end();
}
