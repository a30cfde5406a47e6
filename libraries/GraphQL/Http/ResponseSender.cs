using Engagement.GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Engagement.GraphQL.Http;

/// <summary>Decides status and headers when all is known, then sends the buffer.</summary>
internal static class ResponseSender
{
    internal static Task Send(HttpContext http, GraphQLResponse response, string mediaType, int? status, GraphQLOptions options)
    {
        var answer = http.Response;
        answer.StatusCode = status ?? Status(http, response, mediaType, options);
        answer.ContentType = $"{mediaType}; charset=utf-8";
        answer.ContentLength = response.Json.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : answer.Body.WriteAsync(response.Json, http.RequestAborted).AsTask();
    }

    private static int Status(HttpContext http, GraphQLResponse response, string mediaType, GraphQLOptions options)
    {
        if (response.IsExecuted)
        {
            return options.DraftStatusCodes && response.Errors.Count > 0 ? 294 : StatusCodes.Status200OK;
        }
        var code = response.Errors.Count > 0 ? response.Errors[0].Code : null;
        if (code == ErrorCodes.MethodNotAllowed)
        {
            http.Response.Headers.Allow = "POST";
            return StatusCodes.Status405MethodNotAllowed;
        }
        if (code == ErrorCodes.Timeout)
        {
            return StatusCodes.Status504GatewayTimeout;
        }
        if (mediaType == MediaTypes.Json)
        {
            // Older clients take any other status for a broken network.
            return StatusCodes.Status200OK;
        }
        return options.DraftStatusCodes && code is not ErrorCodes.ParseFailed ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status400BadRequest;
    }
}
