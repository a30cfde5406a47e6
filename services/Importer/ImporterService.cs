using Engagement.Hosting;

namespace Engagement.Importer;

/// <summary>The service's table of contents: what it registers and what it maps, alone in its process or beside the others.</summary>
public static class ImporterService
{
    /// <summary>Registers the features.</summary>
    public static void AddImporter(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults();
    }

    /// <summary>Maps the features' paths.</summary>
    public static void MapImporter(this WebApplication app)
    {
    }
}
