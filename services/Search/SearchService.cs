using Engagement.Hosting;
using Engagement.Messaging;
using Engagement.Search.Gateway;
using Engagement.Search.ImportRuns;
using Engagement.Search.Indexing;
using Engagement.Search.Keys;
using Engagement.Search.Replica;
using Engagement.Search.Storage;

namespace Engagement.Search;

/// <summary>The service's table of contents: what it registers and what it maps, alone in its process or beside the others.</summary>
public static class SearchService
{
    /// <summary>Registers the features.</summary>
    public static void AddSearch(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults();
        builder.AddServiceDatabase<SearchDb>(SearchDb.Schema, ServiceDefaults.Ready);
        builder.AddReplica();
        builder.AddIndexing();
        builder.AddImportRuns();
        builder.AddGateway();
    }

    /// <summary>Maps the features' paths.</summary>
    public static void MapSearch(this WebApplication app)
    {
        app.UseKeys();
        app.MapReplica();
        app.MapGateway();
    }
}
