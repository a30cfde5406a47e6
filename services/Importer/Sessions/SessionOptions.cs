using System.ComponentModel.DataAnnotations;

namespace Engagement.Importer.Sessions;

/// <summary>Section <c>Sessions</c>: how long a partner's session lasts.</summary>
internal sealed class SessionOptions
{
    /// <summary>A session ends so many hours after it was opened, however it is used.</summary>
    [Range(1, 720)]
    public int Hours { get; init; } = 12;

    /// <summary>It ends earlier when no page was asked for during so many minutes.</summary>
    [Range(5, 43_200)]
    public int IdleMinutes { get; init; } = 120;

    /// <summary>As many are open with one key; the next closes the one that was not used for longest.</summary>
    [Range(1, 1_000)]
    public int PerKey { get; init; } = 20;
}
