using Engagement.Hosting;
using Engagement.Importer.Batches;
using Engagement.Importer.Contacts;
using Engagement.Importer.Fetching;
using Engagement.Importer.Health;
using Engagement.Importer.Imports;
using Engagement.Importer.Mail;
using Engagement.Importer.Moves;
using Engagement.Importer.Protection;
using Engagement.Importer.Reports;
using Engagement.Importer.Runs;
using Engagement.Importer.Scheduling;
using Engagement.Importer.Sessions;
using Engagement.Importer.Settings;
using Engagement.Importer.Storage;
using Engagement.Importer.Validation;
using Engagement.Messaging;

namespace Engagement.Importer;

/// <summary>The service's table of contents: what it registers and what it maps, alone in its process or beside the others.</summary>
public static class ImporterService
{
    /// <summary>Registers the features.</summary>
    public static void AddImporter(this WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults();
        builder.AddServiceDatabase<ImporterDb>(ImporterDb.Schema, ServiceDefaults.Ready);
        builder.Services.AddClockWatch(
            new WatchedClock(ImporterDb.Schema, "select max(started_at) from importer.run", clock => clock is FixedClock),
            ServiceDefaults.Ready);
        builder.Services.AddSingleton<ImporterConnections>();
        builder.AddProtection();
        builder.AddBatches();
        builder.AddFetching();
        builder.AddRuns();
        builder.AddImports();
        builder.AddScheduling();
        builder.AddMoves();
        builder.AddSessions();
        builder.AddReports();
        builder.AddValidation();
        builder.AddContacts();
        builder.AddMail();
        builder.AddFeedHealth();
        builder.Services.AddHealthChecks().AddCheck<ImporterHealth>("importer", tags: [ServiceDefaults.Ready]);
    }

    /// <summary>Maps the features' paths.</summary>
    public static void MapImporter(this WebApplication app)
    {
        var routes = app.MapInternal();
        routes.MapClock(ImporterDb.Schema);
        routes.MapImports();
        routes.MapSettings();
        routes.MapRuns();
        routes.MapMoves();
        app.MapSessions();
        app.MapReports(routes);
        app.MapValidation();
        routes.MapFeedHealth();
    }
}
