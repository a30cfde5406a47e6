using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Engagement.Hosting;

/// <summary>
/// Every refusal says what is wrong: a status without a body gets one, and a request that cannot be read is the caller's fault (4xx), not
/// ours. The body is a problem (RFC 9457) in French; a service with pages answers people with a page.
/// </summary>
internal static class Refusals
{
    // PostgreSQL: a text holds U+0000, or bytes that are no UTF-8.
    private static readonly string[] UnstorableText = ["22021", "22P05"];

    internal static void AddRefusals(this IServiceCollection services)
    {
        services.AddProblemDetails(o => o.CustomizeProblemDetails = context => Explain(context.ProblemDetails));
        // After the framework's own writer, which is silent towards who accepts no JSON.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IProblemDetailsWriter, LastWriter>());
    }

    internal static void UseRefusals(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = Status,
            // A request that cannot be read is no fault of ours: no error in the log, where anybody could write as many as they like.
            SuppressDiagnosticsCallback = context => Status(context.Exception) < StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages(context => Write(context.HttpContext).AsTask());
    }

    /// <summary>Writes the refusal that the status of the answer stands for.</summary>
    internal static async ValueTask Write(HttpContext context, string? detail = null, string? code = null)
    {
        var problem = new ProblemDetails { Status = context.Response.StatusCode, Detail = detail };
        if (code is not null)
        {
            problem.Extensions["code"] = code;
        }

        var writer = context.RequestServices.GetRequiredService<IProblemDetailsService>();
        await writer.WriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
    }

    private static int Status(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        DbException { SqlState: { } state } when UnstorableText.Contains(state) => StatusCodes.Status400BadRequest,
        { InnerException: { } inner } => Status(inner),
        _ => StatusCodes.Status500InternalServerError,
    };

    private static void Explain(ProblemDetails problem)
    {
        if (problem.Detail is null)
        {
            (problem.Title, problem.Detail) = Texts(problem.Status ?? StatusCodes.Status500InternalServerError);
        }
    }

    private static (string Title, string Detail) Texts(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ("Accès refusé", "Cette adresse demande une clé d'accès."),
        StatusCodes.Status403Forbidden => ("Accès refusé", "Vous n'avez pas le droit de faire cette demande."),
        StatusCodes.Status404NotFound => ("Page introuvable", "Cette adresse n'existe pas : vérifiez-la."),
        StatusCodes.Status405MethodNotAllowed =>
            ("Méthode refusée", "Cette adresse ne répond pas à cette méthode HTTP : voyez l'en-tête Allow."),
        StatusCodes.Status408RequestTimeout => ("Envoi trop lent", "Le contenu de la demande n'est pas arrivé à temps : recommencez."),
        StatusCodes.Status413PayloadTooLarge => ("Demande trop grande", "Le contenu de la demande dépasse la taille acceptée ici."),
        StatusCodes.Status414UriTooLong => ("Adresse trop longue", "L'adresse demandée est trop longue."),
        StatusCodes.Status415UnsupportedMediaType =>
            ("Format refusé", "L'en-tête Content-Type annonce un format ou un jeu de caractères qui n'est pas lu ici : envoyez de l'UTF-8."),
        StatusCodes.Status429TooManyRequests =>
            ("Trop de demandes", "Vous avez fait beaucoup de demandes en peu de temps : l'en-tête Retry-After dit quand réessayer."),
        >= 500 and not StatusCodes.Status500InternalServerError =>
            ("Service momentanément indisponible", "Une partie du service ne répond pas : réessayez dans une minute."),
        >= 500 => ("Erreur interne", "Une erreur de notre côté empêche de répondre ; elle est notée. Réessayez plus tard."),
        _ => ("Demande illisible", "La demande est illisible : un paramètre ou son contenu n'a pas la forme attendue."),
    };

    /// <summary>Answers whoever no other writer answers.</summary>
    private sealed class LastWriter : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => true;

        public ValueTask WriteAsync(ProblemDetailsContext context)
        {
            Explain(context.ProblemDetails);
            return new(context.HttpContext.Response.WriteAsJsonAsync(
                context.ProblemDetails, options: null, contentType: "application/problem+json", context.HttpContext.RequestAborted));
        }
    }
}
