using Engagement.Design;
using Microsoft.AspNetCore.Mvc;

namespace Engagement.Importer.Sessions;

/// <summary>
/// <c>/feeds/sign-in</c>: a partner gives one of its keys, once, and gets a session; <c>/feeds/sign-out</c> ends it. The key is stored nowhere.
/// </summary>
internal static class SignIn
{
    private const string Path = PartnerPages.Root + "/sign-in";
    private const int MaxForm = 8 * 1024;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext context) => context.Page<SignInPage>(new { Return = SafeReturn(context.Request.Query["return"]) }));
        routes.MapPost(Path, Open).WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        routes.MapPost(PartnerPages.Root + "/sign-out", Close).WithMetadata(new RequestSizeLimitAttribute(MaxForm));
    }

    internal static string AddressWithReturn(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) ? $"{Path}?return={Uri.EscapeDataString(request.Path + request.QueryString)}" : Path;

    private static async Task<IResult> Open(HttpContext context, KeyHolders holders, SessionCookie cookie, CancellationToken ct)
    {
        if (!PartnerPages.IsOwnForm(context) || !context.Request.HasFormContentType)
        {
            return Again(context, null, "Ce formulaire n'a pas été envoyé depuis cette page : recommencez ici.", StatusCodes.Status403Forbidden);
        }

        var form = await context.Request.ReadFormAsync(ct);
        var (key, back) = (form["key"].ToString().Trim(), SafeReturn(form["return"]));
        if (key.Length == 0)
        {
            return Again(context, back, "Saisissez votre clé d'accès.", StatusCodes.Status400BadRequest);
        }

        var hash = KeyHolders.HashOf(key);
        try
        {
            if (await holders.Find(hash, ct) is not { } partner)
            {
                return Again(context, back, "Cette clé est inconnue, expirée ou révoquée. Vérifiez-la, ou demandez-en une nouvelle.", StatusCodes.Status401Unauthorized);
            }

            if (!partner.MayRead)
            {
                return Again(context, back, "Cette clé ne permet pas de lire les rapports : utilisez une clé avec le droit « read » ou « publish ».", StatusCodes.Status403Forbidden);
            }
        }
        catch (HttpRequestException)
        {
            return Again(context, back, "Votre clé ne peut pas être vérifiée pour l'instant : réessayez dans une minute.", StatusCodes.Status503ServiceUnavailable);
        }

        cookie.Write(context, hash);
        return SeeOther(context, back);
    }

    private static IResult Close(HttpContext context, SessionCookie cookie)
    {
        if (PartnerPages.IsOwnForm(context))
        {
            cookie.Remove(context);
        }

        return SeeOther(context, Path);
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
