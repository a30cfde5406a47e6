using Engagement.Importer.Contacts;
using Engagement.Importer.Feeds;
using Engagement.Importer.Fetching;
using Engagement.Importer.Imports;

namespace Engagement.Importer.Settings;

/// <summary>
/// <c>PUT /internal/importer/feeds/{publisher}</c>: sets what the body names of the publisher's feed and leaves the rest; both are made when
/// unknown. Credentials go with the address they are for: another server gets none.
/// </summary>
internal static class SaveFeed
{
    private const int LongestInterval = 10_080;
    private const int LongestSecret = 1_000;

    /// <param name="Url">Where it is pulled from; empty: nowhere any more.</param>
    /// <param name="Format">What is there: XML, or RPDE.</param>
    /// <param name="Type">The type of missions that name none.</param>
    /// <param name="IntervalMinutes">How often.</param>
    /// <param name="User">Name for the partner's server; empty: no credentials any more.</param>
    /// <param name="Password">The password that goes with it; it is never shown again.</param>
    /// <param name="Paused">True: not pulled until false, which also ends what an undo has suspended.</param>
    /// <param name="Contacts">The e-mail addresses that alerts are sent to; none: to nobody any more.</param>
    /// <param name="Private">Whether a publisher that is made now is shown to nobody at first.</param>
    internal sealed record Request(
        string? Url, string? Format, string? Type, int? IntervalMinutes, string? User, string? Password, bool? Paused, IReadOnlyList<string?>? Contacts, bool? Private)
    {
        internal string? Fault() => this switch
        {
            { Format: { } format } when !FeedFormats.All.Contains(format) => $"format {format} is unknown: use {string.Join(", ", FeedFormats.All)}",
            { Type: { } type } when !MissionTypes.Exists(type) => $"type {type} is unknown: use {string.Join(", ", MissionTypes.Codes)}",
            { Url: { Length: > 0 } url } when !FeedAddress.TryParse(url, out _) => "url is not a complete http or https address; credentials go into user and password",
            { Url.Length: > FeedAddress.Longest } => $"url has more than {FeedAddress.Longest} characters",
            { User.Length: > LongestSecret } or { Password.Length: > LongestSecret } =>
                $"user or password has more than {LongestSecret} characters",
            { IntervalMinutes: < 1 or > LongestInterval } => $"intervalMinutes is not between 1 and {LongestInterval}",
            { User: { Length: > 0 } user } when user.Contains(':', StringComparison.Ordinal) => "user contains a colon, which HTTP Basic does not allow",
            { User.Length: > 0, Password: null } => "password is missing: send it with user",
            { User: null or "", Password: not null } => "user is missing: send it with password",
            { Contacts: { } contacts } => FaultOf(ContactAddresses.Distinct(contacts)),
            _ => null,
        };

        private static string? FaultOf(IReadOnlyList<string> contacts) =>
            contacts.FirstOrDefault(c => !ContactAddresses.IsAddress(c)) is { } bad ? $"contacts: {bad} is not an e-mail address such as equipe@exemple.fr"
            : contacts.Count > ContactAddresses.Most ? $"contacts holds more than {ContactAddresses.Most} addresses"
            : null;
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/importer/feeds/{publisher}", Handle);

    private static async Task<IResult> Handle(
        string publisher, Request request, CatalogPublishers publishers, FeedCredentials credentials, FeedContacts contacts, TimeProvider clock, CancellationToken ct)
    {
        if ((request.Fault() ?? CatalogPublishers.FaultOf(publisher)) is { } fault)
        {
            return TypedResults.Problem(fault, statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            var encrypted = request.User is { Length: > 0 } user ? credentials.Encrypt(user, request.Password!) : null;
            var feed = await publishers.Ensure(publisher, request.Private ?? false, feed => Apply(feed, request, encrypted, clock.GetUtcNow()), ct);
            if (request.Contacts is { } addresses)
            {
                await contacts.Save(feed.Id, ContactAddresses.Distinct(addresses), ct);
            }

            return TypedResults.Ok(FeedView.Of(feed, await contacts.Of([feed.Id], ct)));
        }
        catch (HttpRequestException e)
        {
            return TypedResults.Problem($"the catalog could not be asked for {publisher}: {e.Message}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static void Apply(Feed feed, Request request, byte[]? encrypted, DateTimeOffset now)
    {
        if (request.Format is { } format)
        {
            feed.SetFormat(format);
        }

        if (request.Type is { } type)
        {
            feed.SetDefaultType(type);
        }

        if (request.IntervalMinutes is { } minutes)
        {
            feed.PullEvery(minutes);
        }

        if (request.Url is { } url)
        {
            feed.PullFrom(url.Length == 0 ? null : url, now);
        }

        if (request.User is not null)
        {
            feed.SetCredentials(encrypted);
        }

        if (request.Paused is { } paused)
        {
            feed.Pause(paused);
        }
    }
}
