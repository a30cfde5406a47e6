using Engagement.Design;
using Engagement.Hosting;
using Engagement.Importer.Contacts;
using Engagement.Importer.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace Engagement.Importer.Reports;

/// <summary><c>POST /feeds/{feed}/contacts</c>: whom the alerts of one of the partner's feeds are sent to, with a key that may publish.</summary>
internal static class SaveContacts
{
    private const int MaxForm = 16 * 1024;

    internal static void Map(IEndpointRouteBuilder pages) =>
        pages.MapPost("/{feed:guid}/contacts", Save).WithMetadata(new RequestSizeLimitAttribute(MaxForm));

    private static async Task<IResult> Save(Guid feed, HttpContext context, RunListContent content, FeedContacts contacts, CancellationToken ct)
    {
        var partner = context.Partner();
        if (!partner.MayPublish)
        {
            return Refuse(context, "Votre clé ne permet que de lire : reconnectez-vous avec une clé qui a le droit « publish ».", StatusCodes.Status403Forbidden);
        }

        if (!context.Request.HasFormContentType)
        {
            return Refuse(context, "Ce formulaire n'a pas été envoyé depuis cette page : rouvrez-la et recommencez.", StatusCodes.Status400BadRequest);
        }

        if (!await content.HasFeed(partner, feed, ct))
        {
            return Refuse(context, "Ce flux n'existe pas, ou n'est pas de votre organisation.", StatusCodes.Status404NotFound);
        }

        var typed = (await RequestForm.Read(context.Request, MaxForm, longestFile: 0, ct))["contacts"].ToString();
        var addresses = ContactAddresses.Split(typed);
        if (Fault(addresses) is { } fault)
        {
            return await content.Page(context, new RunListRequest(Refused: new RefusedContacts(feed, typed, fault)), ct);
        }

        await contacts.Save(feed, addresses, ct);
        context.Response.Headers.Location = $"{PartnerPages.Root}?saved=contacts";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static string? Fault(IReadOnlyList<string> addresses) =>
        addresses.FirstOrDefault(a => !ContactAddresses.IsAddress(a)) is { } bad
            ? $"« {(bad.Length > 100 ? bad[..100] + "…" : bad)} » n'est pas une adresse électronique : écrivez-la sous la forme equipe@exemple.fr, sans accents ni espaces."
        : addresses.Count > ContactAddresses.Most ? $"{addresses.Count} adresses, c'est trop : gardez-en {ContactAddresses.Most} au plus."
        : null;

    private static IResult Refuse(HttpContext context, string text, int status) => context.Page<RefusalPage>(new { Title = "Demande refusée", Text = text }, status);
}
