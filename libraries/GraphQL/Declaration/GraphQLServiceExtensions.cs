using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Http;
using Engagement.GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Engagement.GraphQL.Declaration;

/// <summary>Registration and mapping.</summary>
public static class GraphQLServiceExtensions
{
    /// <summary>Adds a GraphQL server; the schema is made from the types added to the returned builder, when the application starts.</summary>
    public static GraphQLServerBuilder AddGraphQLServer(this IServiceCollection services)
    {
        if (services.FirstOrDefault(s => s.ServiceType == typeof(GraphQLServerBuilder))?.ImplementationInstance is GraphQLServerBuilder known)
        {
            return known;
        }
        var builder = new GraphQLServerBuilder(services);
        services.AddSingleton(builder);
        services.AddOptions<GraphQLOptions>().BindConfiguration("GraphQL").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => SchemaFactory.Create(builder, provider.GetService<IServiceProviderIsService>()));
        services.AddSingleton(provider => new GraphQLExecutor(
            provider.GetRequiredService<Schema>(),
            provider.GetRequiredService<IOptions<GraphQLOptions>>().Value,
            provider.GetRequiredService<PersistedDocuments>(),
            provider.GetService<ILogger<GraphQLExecutor>>() ?? NullLogger<GraphQLExecutor>.Instance)
        {
            ErrorMapper = builder.ErrorMapper,
        });
        services.TryAddSingleton<PersistedDocuments>();
        services.TryAddSingleton<GraphQLEndpoint>();
        return builder;
    }

    /// <summary>Serves the schema by GET and POST. A faulty schema or registered document fails here, before the first request.</summary>
    public static IEndpointConventionBuilder MapGraphQL(this IEndpointRouteBuilder routes, string path = "/graphql")
    {
        var endpoint = routes.ServiceProvider.GetRequiredService<GraphQLEndpoint>();
        if (routes.ServiceProvider.GetRequiredService<IOptions<GraphQLOptions>>().Value.DocumentsFolder is { Length: > 0 } folder)
        {
            DocumentFolder.Register(folder, routes.ServiceProvider.GetRequiredService<Schema>(), routes.ServiceProvider.GetRequiredService<PersistedDocuments>());
        }
        routes.MapGet($"{path.TrimEnd('/')}/explorer/{{file}}", Explorer.SendFile).WithDisplayName("GraphQL explorer");
        return routes.Map(path, endpoint.Handle).WithDisplayName("GraphQL");
    }
}
