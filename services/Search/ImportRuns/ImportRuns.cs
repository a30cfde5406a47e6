using Engagement.Hosting;

namespace Engagement.Search.ImportRuns;

/// <summary>Entry of the feature: partners' feeds and import runs, which Importer keeps.</summary>
internal static class ImportRunsFeature
{
    internal static void AddImportRuns(this WebApplicationBuilder builder)
    {
        // Well within the time that a query has: its other fields are still answered.
        builder.Services.AddInternalClient(ImporterReports.Client, o => o.Importer).ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(3));
        builder.Services.AddSingleton<ImporterReports>();
    }
}
