using System.Text.Json.Serialization;
using Engagement.GraphQL.Declaration;

namespace Engagement.Search.ImportRuns;

/// <summary>A feed of the partner and how it is.</summary>
internal sealed class Feed
{
    /// <summary>Its name, as in <c>ImportRun.feed</c>.</summary>
    [JsonPropertyName("feed")] public required string Name { get; init; }

    /// <summary>Where it is pulled from; null when files are given by hand.</summary>
    public string? Url { get; init; }

    /// <summary>Whether it is left alone for now.</summary>
    public bool Paused { get; init; }

    /// <summary>How often it is pulled.</summary>
    public int IntervalMinutes { get; init; }

    /// <summary>When it was last looked at, even if nothing had changed.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>When it was last read to its end.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>Missions of the last reading to its end; null without one.</summary>
    public int? Received => Last?.Received;

    /// <summary>Missions of the reading before that.</summary>
    public int? ReceivedBefore => SizeTrend.Count > 1 ? SizeTrend[^2].Received : null;

    /// <summary>How many of <c>received</c> were refused.</summary>
    public int? Refused => Last?.Refused;

    /// <summary><c>refused</c> divided by <c>received</c>, from 0 to 1.</summary>
    public double? RefusalRate => Last is { Received: > 0 } last ? (double)last.Refused / last.Received : null;

    /// <summary>How many withdrawals of its last reading wait for somebody to confirm them.</summary>
    public int Held { get; init; }

    /// <summary>The last readings to its end, 20 at most, the oldest first: where its size goes.</summary>
    [ListSize(AssumedSize = 20)][JsonPropertyName("readings")] public required IReadOnlyList<FeedReading> SizeTrend { get; init; }

    /// <summary>What is wrong with it now, the oldest first.</summary>
    [ListSize(AssumedSize = 5)] public required IReadOnlyList<FeedAlert> Alerts { get; init; }

    private FeedReading? Last => SizeTrend.Count > 0 ? SizeTrend[^1] : null;
}

/// <summary>What a reading of a feed found.</summary>
internal sealed class FeedReading
{
    /// <summary>When it began.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Missions in the file.</summary>
    public int Received { get; init; }

    /// <summary>Those that break a rule.</summary>
    public int Refused { get; init; }
}

/// <summary>Something is wrong with a feed.</summary>
internal sealed class FeedAlert
{
    /// <summary>What is wrong.</summary>
    public required FeedAlertKind Kind { get; init; }

    /// <summary>What is wrong and what to do, in French.</summary>
    public required string Message { get; init; }

    /// <summary>Since when it is known.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The reading that showed it.</summary>
    [GraphQLIgnore] public Guid RunId { get; init; }
}

/// <summary>What may be wrong with a feed.</summary>
internal enum FeedAlertKind
{
    /// <summary>It holds no mission.</summary>
    Empty,

    /// <summary>Three readings in a row could not be finished.</summary>
    Failing,

    /// <summary>More than three quarters of its missions are refused.</summary>
    Refused,

    /// <summary>Withdrawals wait for somebody to confirm them.</summary>
    Held,

    /// <summary>Reading it takes long.</summary>
    Slow,
}
