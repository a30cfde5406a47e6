using Engagement.Importer.Feeds;

namespace Engagement.Importer.Runs;

/// <summary>What a run is about.</summary>
/// <param name="Feed">Its feed, as set when the run began.</param>
/// <param name="Id">Its record.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="RequestId">The stored request that it serves, or null.</param>
/// <param name="Progress">Its counts.</param>
internal sealed record RunContext(Feed Feed, Guid Id, DateTimeOffset StartedAt, Guid? RequestId, RunProgress Progress)
{
    /// <summary>What it has to tell, stored with its end.</summary>
    internal RunReport Report { get; } = new();
}
