using Engagement.Hosting;

namespace Engagement.Search;

/// <summary>The service's table of contents: what it registers and what it maps, alone in its process or beside the others.</summary>
public static class SearchService
{
    /// <summary>Registers the features.</summary>
    public static void AddSearch(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults();
    }

    /// <summary>Maps the features' paths.</summary>
    public static void MapSearch(this WebApplication app)
    {
    }
}
