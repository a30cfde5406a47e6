using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;
using Microsoft.AspNetCore.Http;
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
            if (mediaType is null)
            {
                throw new GraphQLException($"Accept {MediaTypes.Response} or {MediaTypes.Json}.", ErrorCodes.NotAcceptable) { StatusCode = StatusCodes.Status406NotAcceptable };
            }
            response = await Execute(http, caller);
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

    private async Task<GraphQLResponse> Execute(HttpContext http, GraphQLRequestBuilder caller)
    {
        foreach (var interceptor in declared.Interceptors)
        {
            await interceptor(http, caller);
        }
        var request = await RequestReader.Read(http, options.Value);
        return await executor.Execute(request, caller, http.RequestServices, http, http.RequestAborted);
    }
}
