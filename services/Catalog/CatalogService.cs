using Engagement.Catalog.Geocoding;
using Engagement.Catalog.Keys;
using Engagement.Catalog.Missions;
using Engagement.Catalog.Publishers;
using Engagement.Catalog.Storage;
using Engagement.Catalog.Structures;
using Engagement.Hosting;
using Engagement.Messaging;

namespace Engagement.Catalog;

/// <summary>The service's table of contents: what it registers and what it maps, alone in its process or beside the others.</summary>
public static class CatalogService
{
    private const string Followers = "catalog-followers";

    /// <summary>Registers the features.</summary>
    public static void AddCatalog(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults();
        builder.AddServiceDatabase<CatalogDb>(CatalogDb.Schema, ServiceDefaults.Ready);
        builder.Services.AddClockWatch(
            new WatchedClock(CatalogDb.Schema, "select at from catalog.change order by number desc limit 1", clock => clock is FixedClock),
            ServiceDefaults.Ready);
        builder.Services.AddInternalClient(Followers, o => o.Search);
        builder.Services.AddChangeLog(CatalogDb.Schema, (Followers, "/internal/search/known"), ServiceDefaults.Ready);
        builder.Services.AddPublishers();
        builder.Services.AddKeys();
        builder.Services.AddMissions();
        builder.AddGeocoding();
        builder.Services.AddStructures();
    }

    /// <summary>Maps the features' paths.</summary>
    public static void MapCatalog(this WebApplication app)
    {
        var services = app.MapInternal();
        services.MapChangeLog(CatalogDb.Schema);
        services.MapClock(CatalogDb.Schema);
        services.MapPublishers();
        services.MapKeys();
        services.MapStructures();
        services.MapMissions();
    }
}
