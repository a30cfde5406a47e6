using System.Security.Cryptography;
using Engagement.GraphQL.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Engagement.GraphQL.Http;

/// <summary>Decides status and headers when all is known, then sends the buffer.</summary>
internal static class ResponseSender
{
    private const string VaryBy = "Authorization, x-api-key, apikey, Origin, Accept";
    private const int PartialResult = 294;

    internal static Task Send(HttpContext http, GraphQLResponse response, string mediaType, int? status, bool isAnonymous, GraphQLOptions options)
    {
        var answer = http.Response;
        answer.StatusCode = status ?? Status(http, response, mediaType, options);
        answer.ContentType = $"{mediaType}; charset=utf-8";
        var isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if (isRead)
        {
            SetCaching(answer, response, isAnonymous);
            if (answer.StatusCode == StatusCodes.Status200OK && response.IsExecuted && IsKnown(http, response))
            {
                answer.StatusCode = StatusCodes.Status304NotModified;
                answer.ContentType = null;
                return Task.CompletedTask;
            }
        }
        answer.ContentLength = response.Json.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : answer.Body.WriteAsync(response.Json, http.RequestAborted).AsTask();
    }

    /// <summary>Only what is the same for everybody, and of a bounded set of documents, may stay in shared caches.</summary>
    private static void SetCaching(HttpResponse answer, GraphQLResponse response, bool isAnonymous)
    {
        var isShared = isAnonymous && response is { IsExecuted: true, IsRegistered: true, Errors.Count: 0 };
        answer.Headers.CacheControl = !response.IsExecuted ? "no-store" : isShared ? "public, max-age=60" : "private, no-cache";
        answer.Headers.Vary = VaryBy;
    }

    private static bool IsKnown(HttpContext http, GraphQLResponse response)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(response.Json.Span).AsSpan(0, 16))}\"");
        http.Response.Headers.ETag = tag.ToString();
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known.Tag == "*");
    }

    private static int Status(HttpContext http, GraphQLResponse response, string mediaType, GraphQLOptions options)
    {
        if (response.IsExecuted)
        {
            return options.DraftStatusCodes && response.Errors.Count > 0 && mediaType == MediaTypes.Response ? PartialResult : StatusCodes.Status200OK;
        }
        switch (response.Errors.Count > 0 ? response.Errors[0].Code : null)
        {
            case ErrorCodes.MethodNotAllowed:
                http.Response.Headers.Allow = "POST";
                return StatusCodes.Status405MethodNotAllowed;
            case ErrorCodes.TooManyRequests:
                return StatusCodes.Status429TooManyRequests;
            case ErrorCodes.Timeout:
                return StatusCodes.Status504GatewayTimeout;
            case ErrorCodes.DocumentNotRegistered:
                return StatusCodes.Status403Forbidden;
            case var code when mediaType == MediaTypes.Response:
                return options.DraftStatusCodes && code != ErrorCodes.ParseFailed ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status400BadRequest;
            default:
                // Older clients take any other status for a broken network.
                return StatusCodes.Status200OK;
        }
    }
}
