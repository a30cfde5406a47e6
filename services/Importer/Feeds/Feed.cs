namespace Engagement.Importer.Feeds;

/// <summary>Where a publisher's missions are pulled from, and how; a feed without an address receives files by command only.</summary>
internal sealed class Feed
{
    /// <summary>Name of the feed that <c>./dev import</c> feeds, one per publisher.</summary>
    internal const string Main = "main";

    private Feed()
    {
    }

    internal Feed(Guid publisherId, string publisherSlug, string publisherName, string name) =>
        (Id, PublisherId, PublisherSlug, PublisherName, Name) = (Guid.CreateVersion7(), publisherId, publisherSlug, publisherName, name);

    public Guid Id { get; private set; }
    public Guid PublisherId { get; private set; }
    public string PublisherSlug { get; private set; } = "";
    public string PublisherName { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string? Url { get; private set; }

    /// <summary>One of <see cref="FeedFormats"/>.</summary>
    public string Format { get; private set; } = FeedFormats.Xml;
    public string DefaultType { get; private set; } = "benevolat";
    public int IntervalMinutes { get; private set; } = 10;
    public bool Paused { get; private set; }
    public DateTimeOffset? NextRunAt { get; private set; }
    public DateTimeOffset? CheckedAt { get; private set; }

    /// <summary>How many of its last runs failed in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>What the server said of the content that was last imported whole; sent back so that it may answer 304.</summary>
    public string? Etag { get; private set; }

    /// <inheritdoc cref="Etag"/>
    public string? LastModified { get; private set; }

    /// <summary>The address where the next reading of a paged feed begins: what was before it has been imported. Null: at <see cref="Url"/>.</summary>
    public string? Cursor { get; private set; }

    /// <summary>When the feed was last read to its end, so that nothing was left after <see cref="Cursor"/>.</summary>
    public DateTimeOffset? CursorAt { get; private set; }

    /// <summary>Name and password for the server of <see cref="Url"/>, encrypted; null when it asks for none.</summary>
    public byte[]? Credentials { get; private set; }

    /// <summary>The contents of undone runs (<see cref="UndoneContents"/>): while the feed shows one of them, nothing is imported. Null otherwise.</summary>
    public byte[]? UndoneFingerprint { get; private set; }

    /// <summary>The content of an undone run that a person let in after all: its withdrawals are not held. Null otherwise.</summary>
    public byte[]? ConfirmedFingerprint { get; private set; }

    /// <summary>How a mission's source is told to Catalog, for <c>one source per mission</c>.</summary>
    internal string Source => $"feed:{Id}";

    internal void Rename(string publisherName) => PublisherName = publisherName;

    /// <summary>Another type makes other missions of the same content, so what the server said of it no longer helps.</summary>
    internal void SetDefaultType(string defaultType)
    {
        if (defaultType != DefaultType)
        {
            DefaultType = defaultType;
            ForgetContent();
        }
    }

    /// <summary>In another format the feed is another document, and what is known of its content is no help.</summary>
    internal void SetFormat(string format)
    {
        if (format != Format)
        {
            Format = format;
            ForgetContent();
        }
    }

    /// <param name="url">The new address; null: nowhere any more.</param>
    /// <param name="firstRunAt">When the schedule reads it for the first time.</param>
    internal void PullFrom(string? url, DateTimeOffset firstRunAt)
    {
        if (url != Url)
        {
            // What one server was trusted with is not told to another.
            Credentials = FeedAddress.IsSameServer(url, Url) ? Credentials : null;
            Url = url;
            ForgetContent();
        }

        NextRunAt = firstRunAt;
    }

    internal void PullEvery(int minutes) => IntervalMinutes = minutes;

    internal void SetCredentials(byte[]? encrypted)
    {
        Credentials = encrypted;
        ForgetContent();
    }

    /// <summary>Pulling again also lets in a content that was undone.</summary>
    internal void Pause(bool paused)
    {
        Paused = paused;
        if (!paused && UndoneFingerprint is { } undone)
        {
            (ConfirmedFingerprint, UndoneFingerprint) = (UndoneContents.Last(undone), null);
            ForgetContent();
        }
    }

    internal void ForgetContent() => (Etag, LastModified, Cursor, CursorAt) = (null, null, null, null);
}
