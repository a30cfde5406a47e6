using Engagement.Hosting;

namespace Engagement.Catalog;

/// <summary>The service's table of contents: what it registers and what it maps, alone in its process or beside the others.</summary>
public static class CatalogService
{
    /// <summary>Registers the features.</summary>
    public static void AddCatalog(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults();
    }

    /// <summary>Maps the features' paths.</summary>
    public static void MapCatalog(this WebApplication app)
    {
    }
}
