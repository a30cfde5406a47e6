using Engagement.Design;
using Engagement.Importer.Contacts;
using Engagement.Importer.Health;
using Engagement.Importer.Sessions;

namespace Engagement.Importer.Reports;

/// <summary>What is wanted of a partner's page of its feeds and runs.</summary>
/// <param name="After">The run after which the list begins, or null.</param>
/// <param name="All">Whether runs that found the feed as it was are listed too.</param>
/// <param name="Saved">True after contacts were saved.</param>
/// <param name="Refused">Contacts that could not be saved; null otherwise.</param>
internal sealed record RunListRequest(Guid? After = null, bool All = false, bool Saved = false, RefusedContacts? Refused = null);

/// <summary>What somebody typed as contacts of a feed, and why it was not saved.</summary>
public sealed record RefusedContacts(Guid Feed, string Typed, string Fault);

/// <summary>Gathers a partner's page of its feeds and runs.</summary>
internal sealed class RunListContent(RunReports reports, FeedHealths healths, FeedContacts contacts)
{
    private const int RunsPerPage = 25;

    internal async Task<IResult> Page(HttpContext context, RunListRequest request, CancellationToken ct)
    {
        var partner = context.Partner();
        var feeds = await healths.Of(partner.Id, ct);
        return context.Page<RunListPage>(
            new
            {
                Partner = partner.Name,
                partner.MayPublish,
                Runs = await reports.Runs(partner.Id, new RunsPage(request.After, RunsPerPage), request.All, ct),
                Feeds = feeds,
                Contacts = await contacts.Of([.. feeds.Select(f => f.FeedId)], ct),
                request.All,
                First = request.After is null,
                request.Saved,
                request.Refused,
            },
            request.Refused is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    internal async Task<bool> HasFeed(Partner partner, Guid feedId, CancellationToken ct) => (await healths.Of(partner.Id, ct)).Any(f => f.FeedId == feedId);
}
