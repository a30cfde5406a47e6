using Engagement.Design;
using Engagement.Hosting;
using Engagement.Messaging;

namespace Engagement.Importer.Sessions;

/// <summary>The paths that only a partner's session opens. Whoever has none is led to the page that asks for a key.</summary>
internal static class PartnerPages
{
    internal const string Root = "/feeds";

    /// <summary>What a page costs its caller's network: it asks Search who holds the key, and the database.</summary>
    internal const double Price = 2_500;

    /// <summary>Routes under <c>/feeds</c>: closed without a session, and their orders (POST) to what other sites send.</summary>
    internal static RouteGroupBuilder MapPartnerPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root).WithPrice(Price);
        group.AddEndpointFilter(async (context, next) =>
            await Admit(context.HttpContext) is { } refusal ? refusal : await next(context));
        return group;
    }

    /// <summary>False for a form that another site made the browser send; a site of the same host without TLS is another one.</summary>
    internal static bool IsOwnForm(HttpContext context)
    {
        var site = context.Request.Headers["Sec-Fetch-Site"].ToString();
        var origin = context.Request.Headers.Origin.ToString();
        return site switch
        {
            "" => IsOwnOrigin(context, origin),
            "same-origin" or "none" => origin is "" or "null" || IsOwnOrigin(context, origin),
            _ => false,
        };
    }

    private static bool IsOwnOrigin(HttpContext context, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && from.Authority == context.Request.Host.Value
        && (from.Scheme == Uri.UriSchemeHttps || (from.Scheme == Uri.UriSchemeHttp && MayUseHttp(context)));

    // Whoever cannot change an encrypted page can write one of the same host that is not encrypted. The session's cookie needs https outside
    // Development, so there a form over http is nobody's, even when a proxy does not say that it took the request over https.
    private static bool MayUseHttp(HttpContext context) =>
        context.ClientScheme() == Uri.UriSchemeHttp
        && (context.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment() || context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]");

    private static async Task<IResult?> Admit(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !IsOwnForm(context))
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
        catch (Exception e) when (IsPassing(e, context))
        {
            return context.Page<RefusalPage>(
                new { Title = "Service momentanément indisponible", Text = "Votre clé ne peut pas être vérifiée pour l'instant. Réessayez dans une minute." },
                StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Search or the database does not answer: whoever asks is told to come back, and nothing is opened.</summary>
    internal static bool IsPassing(Exception fault, HttpContext context) =>
        fault is HttpRequestException || (fault is OperationCanceledException && !context.RequestAborted.IsCancellationRequested) || DatabaseFault.IsPassing(fault);

    private static async Task<Partner?> Find(HttpContext context)
    {
        var (services, ct) = (context.RequestServices, context.RequestAborted);
        var sessions = services.GetRequiredService<OpenSessions>();
        if (SessionCookie.Read(context.Request) is not { } id || await sessions.Find(id, ct) is not { } key)
        {
            return null;
        }

        var (partner, hasEnded) = await services.GetRequiredService<KeyHolders>().Find(key, ct);
        if (hasEnded)
        {
            await sessions.CloseAll(key, ct);
        }

        return partner;
    }
}
