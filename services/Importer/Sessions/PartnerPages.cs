using Engagement.Design;

namespace Engagement.Importer.Sessions;

/// <summary>The paths that only a partner's session opens. Whoever has none is led to the page that asks for a key.</summary>
internal static class PartnerPages
{
    internal const string Root = "/feeds";

    /// <summary>Routes under <c>/feeds</c>: closed without a session, and their orders (POST) to what other sites send.</summary>
    internal static RouteGroupBuilder MapPartnerPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root);
        group.AddEndpointFilter(async (context, next) =>
            await Admit(context.HttpContext) is { } refusal ? refusal : await next(context));
        return group;
    }

    /// <summary>False for a form that another site made the browser send.</summary>
    internal static bool IsOwnForm(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return site.Length > 0
            ? site is "same-origin" or "none"
            : Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value;
    }

    private static async Task<IResult?> Admit(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !IsOwnForm(context.Request))
        {
            return context.Page<RefusalPage>(new { Title = "Demande refusée", Text = "Ce formulaire n'a pas été envoyé depuis cette page : rouvrez-la et recommencez." }, StatusCodes.Status403Forbidden);
        }

        try
        {
            if (await Find(context) is not { MayRead: true } partner)
            {
                return TypedResults.LocalRedirect(SignIn.AddressWithReturn(context.Request));
            }

            context.Features.Set(partner);
            return null;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !context.RequestAborted.IsCancellationRequested))
        {
            return context.Page<RefusalPage>(
                new { Title = "Service momentanément indisponible", Text = "Votre clé ne peut pas être vérifiée pour l'instant. Réessayez dans une minute." },
                StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<Partner?> Find(HttpContext context)
    {
        var services = context.RequestServices;
        return services.GetRequiredService<SessionCookie>().Read(context.Request) is { } hash
            ? await services.GetRequiredService<KeyHolders>().Find(hash, context.RequestAborted)
            : null;
    }
}
