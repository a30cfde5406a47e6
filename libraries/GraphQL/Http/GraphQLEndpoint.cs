using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Engagement.GraphQL.Http;

/// <summary>Answers GET and POST as "GraphQL over HTTP" says.</summary>
internal sealed class GraphQLEndpoint(GraphQLExecutor executor, GraphQLServerBuilder declared, IOptions<GraphQLOptions> options)
{
    internal async Task Handle(HttpContext http)
    {
        var mediaType = MediaTypes.Negotiate(http.Request);
        GraphQLResponse response;
        int? status = null;
        try
        {
            if (mediaType is null)
            {
                status = StatusCodes.Status406NotAcceptable;
                throw new GraphQLException($"Accept {MediaTypes.Response} or {MediaTypes.Json}.", ErrorCodes.NotAcceptable) { StatusCode = status };
            }
            response = await Execute(http);
        }
        catch (GraphQLException e)
        {
            status = e.StatusCode ?? StatusCodes.Status400BadRequest;
            response = GraphQLExecutor.Refuse(e.Error);
        }
        using (response)
        {
            await ResponseSender.Send(http, response, mediaType ?? MediaTypes.Json, status, options.Value);
        }
    }

    private async Task<GraphQLResponse> Execute(HttpContext http)
    {
        var request = await RequestReader.Read(http, options.Value);
        var caller = new GraphQLRequestBuilder();
        foreach (var interceptor in declared.Interceptors)
        {
            await interceptor(http, caller);
        }
        return await executor.Execute(request, caller, http.RequestServices, http, http.RequestAborted);
    }
}
