using Engagement.Hosting;

namespace Engagement.Importer.Moves;

/// <summary>Entry of the feature: missions that their partner moves to one of its feeds, or to the API.</summary>
internal static class MovesFeature
{
    internal static void AddMoves(this WebApplicationBuilder builder)
    {
        builder.Services.AddInternalClient(CatalogMoves.Client, o => o.Catalog).ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(10));
        builder.Services.AddSingleton<CatalogMoves>();
        builder.Services.AddSingleton<MovedStates>();
        builder.Services.AddSingleton<MoveMissions>();
    }

    internal static void MapMoves(this IEndpointRouteBuilder routes) => MoveMissions.Map(routes);
}
