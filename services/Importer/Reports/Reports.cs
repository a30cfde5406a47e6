using Engagement.Design;
using Engagement.Importer.Sessions;

namespace Engagement.Importer.Reports;

/// <summary>Entry of the feature: what a partner is told of its runs, on pages, in files and through the gateway.</summary>
internal static class ReportsFeature
{
    internal static void AddReports(this WebApplicationBuilder builder)
    {
        builder.Services.AddDesign();
        builder.Services.AddSingleton<RunReports>();
        builder.Services.AddSingleton<RunListContent>();
    }

    internal static void MapReports(this WebApplication app, IEndpointRouteBuilder internals)
    {
        app.MapDesign();
        var pages = app.MapPartnerPages();
        ShowRuns.Map(pages);
        DownloadReport.Map(pages);
        ActOnRun.Map(pages);
        MoveToFeed.Map(pages);
        SaveContacts.Map(pages);
        ReadReports.Map(internals);
    }
}
