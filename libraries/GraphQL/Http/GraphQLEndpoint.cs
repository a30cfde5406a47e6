using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Engagement.GraphQL.Http;

/// <summary>Answers GET and POST as "GraphQL over HTTP" says, and browsers with the explorer.</summary>
internal sealed class GraphQLEndpoint(GraphQLExecutor executor, GraphQLServerBuilder declared, IOptions<GraphQLOptions> options)
{
    internal async Task Handle(HttpContext http)
    {
        if (options.Value.Explorer && Explorer.IsAskedFor(http.Request))
        {
            await Explorer.SendPage(http);
            return;
        }
        var mediaType = MediaTypes.Negotiate(http.Request);
        var caller = new GraphQLRequestBuilder();
        GraphQLResponse response;
        int? status = null;
        try
        {
            response = await Execute(http, caller, isAcceptable: mediaType is not null);
        }
        catch (GraphQLException e)
        {
            status = e.StatusCode ?? StatusCodes.Status400BadRequest;
            response = GraphQLExecutor.Refuse(e.Error);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
            return;
        }
        using (response)
        {
            await ResponseSender.Send(http, response, mediaType ?? MediaTypes.Json, status, caller.IsAnonymous, options.Value);
        }
    }

    private async Task<GraphQLResponse> Execute(HttpContext http, GraphQLRequestBuilder caller, bool isAcceptable)
    {
        foreach (var interceptor in declared.Interceptors)
        {
            await interceptor(http, caller);
        }
        var request = await Read(http, caller, isAcceptable);
        return await executor.Execute(request, caller, http.RequestServices, http, http.RequestAborted);
    }

    /// <summary>A request that cannot be read is charged like one that can.</summary>
    private async ValueTask<GraphQLRequest> Read(HttpContext http, GraphQLRequestBuilder caller, bool isAcceptable)
    {
        try
        {
            if (!isAcceptable)
            {
                throw new GraphQLException($"Accept {MediaTypes.Response} or {MediaTypes.Json}.", ErrorCodes.NotAcceptable)
                {
                    StatusCode = StatusCodes.Status406NotAcceptable,
                };
            }
            return await RequestReader.Read(http, options.Value);
        }
        catch (GraphQLException)
        {
            caller.Charge?.Invoke(RequestCost.OfBody(Math.Min(LengthOfBody(http), options.Value.MaxRequestBytes)));
            throw;
        }
    }

    /// <summary>What the request says, or else the most that it may have.</summary>
    private static long LengthOfBody(HttpContext http) => http.Request.ContentLength
        ?? (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } ? long.MaxValue : 0);
}
