using System.ComponentModel.DataAnnotations;

namespace Engagement.Importer.Fetching;

/// <summary>Section <c>Fetch</c>: what a partner's server may cost, and where connections may go.</summary>
internal sealed class FetchOptions
{
    /// <summary>
    /// Exact <c>host:port</c> pairs that may be reached although they are private, for demonstrations and tests. Empty by default, refused
    /// outside Development.
    /// </summary>
    public IReadOnlyList<string> AllowedPrivateEndpoints { get; init; } = [];

    /// <summary>How long a connection may take.</summary>
    [Range(1, 300)]
    public int ConnectSeconds { get; init; } = 10;

    /// <summary>How long the first bytes, and each further read, may take.</summary>
    [Range(1, 600)]
    public int SilenceSeconds { get; init; } = 30;

    /// <summary>How long a feed may take as a whole.</summary>
    [Range(1, 86_400)]
    public int TotalSeconds { get; init; } = 900;

    /// <summary>A feed larger than this, as sent, is refused.</summary>
    [Range(1, 8192)]
    public int MaxMegabytes { get; init; } = 2048;

    /// <summary>How many times a server that does not answer, or answers 429 or 5xx, is asked again.</summary>
    [Range(0, 10)]
    public int Retries { get; init; } = 3;

    /// <summary>The first pause before asking again; each further one is about twice as long.</summary>
    [Range(1, 60_000)]
    public int RetryMilliseconds { get; init; } = 1000;
}
