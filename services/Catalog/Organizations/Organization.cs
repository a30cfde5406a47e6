namespace Engagement.Catalog.Organizations;

/// <summary>A partner's record of a host structure. Its content is the body of its newest change.</summary>
internal sealed class Organization
{
    private Organization()
    {
    }

    internal Guid Id { get; private set; }

    internal Guid PublisherId { get; private set; }

    /// <summary>Its key inside the partner.</summary>
    internal string Key { get; private set; } = "";

    internal string Name { get; private set; } = "";

    internal byte[] Hash { get; private set; } = [];

    internal long Version { get; private set; }

    internal DateTimeOffset CreatedAt { get; private set; }

    internal DateTimeOffset UpdatedAt { get; private set; }
}
