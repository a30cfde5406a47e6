using Engagement.GraphQL.Declaration;
using Engagement.Missions;
using Engagement.Search.Gateway;
using Engagement.Search.Identifiers;
using Engagement.Search.Replica;

namespace Engagement.Search.Missions;

/// <summary>A civic-engagement mission, as its partner describes it.</summary>
internal sealed class Mission(MissionEntry entry, MissionContent content) : INode
{
    /// <summary>Its id, the same in every interface of the service.</summary>
    [ID] public string Id { get; } = PublicId.Of(PublicId.Mission, entry.Id);

    /// <summary>The partner's own identifier.</summary>
    public string ClientId => content.ClientId;

    /// <summary>Counts the changes of content and status, from 1.</summary>
    public int Version => (int)Math.Min(entry.Version, int.MaxValue);

    /// <summary>What it is called.</summary>
    public string Title => content.Title;

    /// <summary>What it is about, as plain text; list items begin with "• ".</summary>
    public string Description => content.Description;

    /// <summary>What it is about, as sanitised HTML.</summary>
    public string DescriptionHtml => content.DescriptionHtml;

    /// <summary>The programme it belongs to.</summary>
    public MissionType Type => content.Type;

    /// <summary>Its domain.</summary>
    public Term? Domain { get; } = content.Domain is { } code ? Terms.Domain(code) : null;

    /// <summary>What one does in it.</summary>
    public IReadOnlyList<Term> Activities { get; } = Terms.Activities(content.Activities);

    /// <summary>Whom it serves, as the partner words it.</summary>
    public IReadOnlyList<string> Audiences => content.Audiences;

    /// <summary>Free keywords of the partner.</summary>
    public IReadOnlyList<string> Tags => content.Tags;

    /// <summary>What there is to do.</summary>
    public IReadOnlyList<string> Tasks => content.Tasks;

    /// <summary>Soft skills that it asks for or trains.</summary>
    public IReadOnlyList<string> SoftSkills => content.SoftSkills;

    /// <summary>Skills of the ROME (Répertoire opérationnel des métiers et des emplois).</summary>
    public IReadOnlyList<string> RomeSkills => content.RomeSkills;

    /// <summary>What is asked of the volunteer.</summary>
    public IReadOnlyList<string> Requirements => content.Requirements;

    /// <summary>When it takes place, free text.</summary>
    public string? Schedule => content.Schedule;

    /// <summary>Whether it can be done from a distance.</summary>
    public RemoteMode Remote => content.Remote;

    /// <summary>Places offered, at least 1.</summary>
    public int Places => content.Places;

    /// <summary>Whether the partner gave the number of places.</summary>
    public PlacesStatus PlacesStatus => content.PlacesStatus;

    /// <summary>Places not taken yet; null when nobody counts them.</summary>
    public int? PlacesLeft => content.PlacesStatus == PlacesStatus.Given ? content.Places : null;

    /// <summary>Whether minors may take part; null when the partner does not say.</summary>
    public bool? OpenToMinors => content.OpenToMinors;

    /// <summary>Whether it is accessible with reduced mobility; null when the partner does not say.</summary>
    public bool? ReducedMobilityAccessible => content.ReducedMobilityAccessible;

    /// <summary>Whether public transport is near; null when the partner does not say.</summary>
    public bool? CloseToTransport => content.CloseToTransport;

    /// <summary>Whether it is a mission d'intérêt général of the SNU.</summary>
    public bool Snu => content.Snu;

    /// <summary>Places kept for the SNU.</summary>
    public int? SnuPlaces => content.SnuPlaces;

    /// <summary>What is paid; null when nothing is said of it.</summary>
    public Compensation? Compensation => content.Compensation;

    /// <summary>When the partner published it; its first sight when the partner does not say.</summary>
    public DateTimeOffset PostedAt => content.PostedAt ?? CreatedAt;

    /// <summary>When it begins.</summary>
    public DateTimeOffset StartAt => content.StartAt ?? PostedAt;

    /// <summary>The instant from which it is over; a date without a time ends at 24:00 in Paris. Null: no end.</summary>
    public DateTimeOffset? EndAt => content.EndAt;

    /// <summary>When it was first accepted.</summary>
    public DateTimeOffset CreatedAt { get; } = entry.Body!.CreatedAt;

    /// <summary>When its content or status last changed.</summary>
    public DateTimeOffset UpdatedAt { get; } = entry.Body.UpdatedAt;

    /// <summary>Where it takes place, in the partner's order.</summary>
    public IReadOnlyList<Address> Addresses { get; } = content.Addresses.Select(a => new Address(a)).ToArray();

    /// <summary>Address of a picture.</summary>
    [GraphQLType("URL")] public string? Image => content.Image;

    /// <summary>Free text for the sites that show it.</summary>
    public string? Priority => content.Priority;

    /// <summary>Free text for the sites that show it.</summary>
    public string? Metadata => content.Metadata;

    /// <summary>Where to apply, at the partner's.</summary>
    [GraphQLType("URL")] public string ApplicationUrl => content.ApplicationUrl;

    [GraphQLIgnore] public Guid Key { get; } = entry.Id;

    [GraphQLIgnore] public Guid PublisherId { get; } = entry.Body.PublisherId;

    [GraphQLIgnore] public Guid? OrganizationId { get; } = entry.Body.OrganizationId;

    /// <summary>The catalog's word on it.</summary>
    [GraphQLIgnore] public MissionStatus RecordedStatus { get; } = MissionStatuses.Parse(entry.Body.Status);

    /// <summary>About how many bytes it takes in memory, for the cache.</summary>
    [GraphQLIgnore] public int Weight { get; } = 1_000 + (2 * entry.Body.Content.Utf8.Length);

    /// <summary>What holds at an instant: a mission past its end is over, also before the catalog has noticed.</summary>
    internal MissionStatus StatusAt(DateTimeOffset now) =>
        RecordedStatus == MissionStatus.Accepted && EndAt <= now ? MissionStatus.Expired : RecordedStatus;
}
