using Engagement.Hosting;

namespace Engagement.Importer.Imports;

/// <summary>Entry of the feature: imports that somebody asks for, by file or by address.</summary>
internal static class ImportsFeature
{
    internal static void AddImports(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ImportOptions>().BindConfiguration("Imports").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddInternalClient(CatalogPublishers.Client, o => o.Catalog);
        builder.Services.AddSingleton<UploadedFiles>();
        builder.Services.AddSingleton<ImportRequests>();
        builder.Services.AddSingleton<CatalogPublishers>();
        builder.Services.AddSingleton<SearchableWithin>();
        builder.Services.AddSingleton<ImportSources>();
        builder.Services.AddSingleton<ImportFeed>();
    }

    internal static void MapImports(this IEndpointRouteBuilder routes) => StartImport.Map(routes);
}
