using Engagement.Importer.Runs;

namespace Engagement.Importer.Validation;

/// <summary>A feed that has arrived completely and that a dry run can now read at its own speed.</summary>
/// <param name="Content">What came of it; it can be sought in, unless it was sent.</param>
/// <param name="Address">Where it was found in the end; null for a file that was sent.</param>
/// <param name="Failure">Why it could not be fetched to its end; null when it was.</param>
internal sealed record GivenFeed(Stream Content, Uri? Address, RunReason? Failure) : IAsyncDisposable
{
    /// <summary>One that was sent with the request, which ends it.</summary>
    internal static GivenFeed Sent(Stream file) => new(file, null, null);

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
