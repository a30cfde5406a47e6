using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;

namespace Engagement.Catalog.Publishers;

/// <summary>A partner: a platform that publishes missions, a site that shows them, or both.</summary>
internal sealed class Publisher
{
    private Publisher()
    {
    }

    internal Guid Id { get; private set; }

    internal string Slug { get; private set; } = "";

    internal string Name { get; private set; } = "";

    internal string? Url { get; private set; }

    internal string? Logo { get; private set; }

    internal bool IsPublisher { get; private set; }

    /// <summary>Whether its missions are shown to every key and to anonymous callers.</summary>
    internal bool IsPublic { get; private set; }

    internal long Version { get; private set; }

    internal DateTimeOffset CreatedAt { get; private set; }

    internal DateTimeOffset UpdatedAt { get; private set; }

    internal static Publisher Create(string slug, string name, bool isPublisher, bool isPublic, DateTimeOffset now) => new()
    {
        Id = EntityId.OfPublisher(slug),
        Slug = slug,
        Name = name,
        IsPublisher = isPublisher,
        IsPublic = isPublic,
        Version = 1,
        CreatedAt = now,
        UpdatedAt = now,
    };

    /// <summary>A partner that only showed missions begins to publish its own.</summary>
    internal void BeginToPublish(bool isPublic, DateTimeOffset now)
    {
        (IsPublisher, IsPublic, UpdatedAt) = (true, isPublic, now);
        Version++;
    }

    internal NewChange ToChange() =>
        new(ChangeKinds.Publisher, Id, Version, UpdatedAt, MessageJson.Write(new PublisherBody(Name, Slug, Url, Logo, IsPublisher, IsPublic)));
}
