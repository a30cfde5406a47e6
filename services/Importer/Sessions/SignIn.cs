using Engagement.Design;
using Engagement.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Engagement.Importer.Sessions;

/// <summary>
/// <c>/feeds/sign-in</c>: a partner gives one of its keys, once, and gets a session; <c>/feeds/sign-out</c> ends it, on the server. The key is
/// stored nowhere.
/// </summary>
internal static class SignIn
{
    private const string Path = PartnerPages.Root + "/sign-in";
    private const string Ended = "ended";
    private const int MaxForm = 8 * 1024;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowForm).WithPrice(PartnerPages.Price / 5);
        routes.MapPost(Path, Open).WithMetadata(new RequestSizeLimitAttribute(MaxForm)).WithPrice(PartnerPages.Price);
        routes.MapPost(PartnerPages.Root + "/sign-out", Close)
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm)).WithPrice(PartnerPages.Price);
    }

    private static IResult ShowForm(HttpContext context) => context.Page<SignInPage>(new
    {
        Return = SafeReturn(context.Request.Query["return"]),
        HasEnded = context.Request.Query.ContainsKey(Ended),
    });

    /// <summary>The form, which leads back to the page that was asked for. Whoever brings a cookie is told that its session has ended.</summary>
    internal static string AddressWithReturn(HttpRequest request)
    {
        var ended = SessionCookie.Read(request) is null ? "" : $"{Ended}=1";
        return HttpMethods.IsGet(request.Method)
            ? $"{Path}?return={Uri.EscapeDataString(request.Path + request.QueryString)}{(ended.Length > 0 ? "&" : "")}{ended}"
            : $"{Path}{(ended.Length > 0 ? "?" : "")}{ended}";
    }

    private static async Task<IResult> Open(HttpContext context, KeyHolders holders, OpenSessions sessions, SessionCookie cookie, CancellationToken ct)
    {
        if (!PartnerPages.IsOwnForm(context) || !context.Request.HasFormContentType)
        {
            return Again(context, null, "Ce formulaire n'a pas été envoyé depuis cette page : recommencez ici.", StatusCodes.Status403Forbidden);
        }

        var form = await RequestForm.Read(context.Request, MaxForm, longestFile: 0, ct);
        var (key, back) = (form["key"].ToString().Trim(), SafeReturn(form["return"]));
        if (key.Length == 0)
        {
            return Again(context, back, "Saisissez votre clé d'accès.", StatusCodes.Status400BadRequest);
        }

        try
        {
            if (await holders.Find(KeyHolders.HashOf(key), ct) is not { } partner)
            {
                return Again(context, back, "Cette clé est inconnue, expirée ou révoquée. Vérifiez-la, ou demandez-en une nouvelle.", StatusCodes.Status401Unauthorized);
            }

            if (!partner.MayRead)
            {
                return Again(context, back, "Cette clé ne permet pas de lire les rapports : utilisez une clé avec le droit « read » ou « publish ».", StatusCodes.Status403Forbidden);
            }

            await CloseFormer(context, sessions, ct);
            cookie.Write(context, await sessions.Open(partner.KeyId, ct));
            return SeeOther(context, back);
        }
        catch (Exception e) when (PartnerPages.IsPassing(e, context))
        {
            return Again(context, back, "Votre clé ne peut pas être vérifiée pour l'instant : réessayez dans une minute.", StatusCodes.Status503ServiceUnavailable);
        }

    }

    private static async Task<IResult> Close(HttpContext context, OpenSessions sessions, SessionCookie cookie, CancellationToken ct)
    {
        if (!PartnerPages.IsOwnForm(context))
        {
            return SeeOther(context, Path);
        }

        try
        {
            await CloseFormer(context, sessions, ct);
            cookie.Remove(context);
            return SeeOther(context, Path);
        }
        catch (Exception e) when (PartnerPages.IsPassing(e, context))
        {
            return context.Page<RefusalPage>(
                new { Title = "Session encore ouverte", Text = "Votre session n'a pas pu être fermée : réessayez dans une minute." }, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task CloseFormer(HttpContext context, OpenSessions sessions, CancellationToken ct)
    {
        if (SessionCookie.Read(context.Request) is { } id)
        {
            await sessions.Close(id, ct);
        }
    }

    private static IResult Again(HttpContext context, string? back, string error, int status) =>
        context.Page<SignInPage>(new { Return = back ?? PartnerPages.Root, Error = error }, status);

    /// <summary>303: the browser goes on with GET, so that a reload sends no form again.</summary>
    private static IResult SeeOther(HttpContext context, string address)
    {
        context.Response.Headers.Location = address;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>One of our own pages, whatever the address says.</summary>
    private static string SafeReturn(string? address) =>
        address is not null
        && (address == PartnerPages.Root || address.StartsWith(PartnerPages.Root + "/", StringComparison.Ordinal) || address.StartsWith(PartnerPages.Root + "?", StringComparison.Ordinal))
        && address.All(c => c is > ' ' and < '\u007f' and not '\\')
            ? address
            : PartnerPages.Root;
}
