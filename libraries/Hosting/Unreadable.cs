using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Engagement.Hosting;

/// <summary>
/// Refuses, before an endpoint sees it, what no endpoint can read: U+0000 in a parameter, a character set that is none, and a body beyond
/// the
/// endpoint's size.
/// </summary>
internal static class Unreadable
{
    internal static void UseUnreadable(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (HoldsNul(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await Refusals.Write(context, "L'adresse est illisible : un de ses paramètres contient le caractère U+0000.", "BAD_REQUEST");
            return;
        }

        if (!KnowsCharset(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            await Refusals.Write(context);
            return;
        }

        if (IsTooLong(context))
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            await Refusals.Write(context);
            return;
        }

        await next(context);
    });

    // An endpoint that does not read its body would answer, and the server then cut the connection over what was left unread.
    private static bool IsTooLong(HttpContext context)
    {
        var limit = context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize;
        if (!(context.Request.ContentLength > limit))
        {
            return false;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // What is on its way is dropped by the server, within its own bounds, so that the refusal arrives.
            size.MaxRequestBodySize = null;
        }

        return true;
    }

    // PostgreSQL stores no such text, and no honest text has one. As sent, so that parameters need not be decoded here.
    private static bool HoldsNul(HttpRequest request) =>
        request.QueryString.Value is { Length: > 1 } query && query.Contains("%00", StringComparison.Ordinal);

    private static bool KnowsCharset(HttpRequest request) =>
        request.ContentType is not { } text
        || !text.Contains("charset", StringComparison.OrdinalIgnoreCase)
        || !IsDecoded(text)
        || (MediaTypeHeaderValue.TryParse(text, out var type)
            && type.Parameters.Where(p => p.Name.Equals("charset", StringComparison.OrdinalIgnoreCase))
                .All(p => IsKnown(p.Value.ToString())));

    // A feed in XML says itself how it is encoded; forms and JSON are decoded as the header says.
    private static bool IsDecoded(string contentType) =>
        contentType.Contains("json", StringComparison.OrdinalIgnoreCase)
        || contentType.Contains("form", StringComparison.OrdinalIgnoreCase);

    private static bool IsKnown(string charset)
    {
        try
        {
            Encoding.GetEncoding(charset.Trim('"'));
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
