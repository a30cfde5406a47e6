namespace Engagement.Missions;

/// <summary>
/// The part of a <see cref="MissionContent"/> that a catalog keeps in columns, read from the same JSON without the texts that make up most of it.
/// </summary>
public sealed record MissionFacts
{
    /// <inheritdoc cref="MissionContent.Title"/>
    public required string Title { get; init; }

    /// <inheritdoc cref="MissionContent.Type"/>
    public required MissionType Type { get; init; }

    /// <inheritdoc cref="MissionContent.Domain"/>
    public string? Domain { get; init; }

    /// <inheritdoc cref="MissionContent.Places"/>
    public int Places { get; init; } = 1;

    /// <inheritdoc cref="MissionContent.StartAt"/>
    public DateTimeOffset? StartAt { get; init; }

    /// <inheritdoc cref="MissionContent.EndAt"/>
    public DateTimeOffset? EndAt { get; init; }

    /// <inheritdoc cref="MissionContent.Addresses"/>
    public IReadOnlyList<MissionAddress> Addresses { get; init; } = [];

    /// <inheritdoc cref="MissionContent.OrganizationKey"/>
    public string? OrganizationKey { get; init; }
}
