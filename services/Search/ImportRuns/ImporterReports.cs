using System.Text.Json;
using System.Text.Json.Serialization;
using Engagement.GraphQL.Execution;
using Engagement.Search.Gateway;

namespace Engagement.Search.ImportRuns;

/// <summary>Asks Importer for a publisher's feeds, runs and reports; while it does not answer, the field says so and the rest of the answer stands.</summary>
internal sealed class ImporterReports(IHttpClientFactory clients)
{
    internal const string Client = "search-importer";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) } };

    internal Task<Page<ImportRun>> Runs(Guid publisherId, Guid? after, int first, CancellationToken ct) =>
        Ask<Page<ImportRun>>(client => client.GetAsync($"/internal/importer/publishers/{publisherId}/runs?first={first}{(after is null ? "" : $"&after={after}")}", ct), ct);

    /// <summary>Those of these runs that are still kept and the publisher's own, in no order.</summary>
    internal Task<IReadOnlyList<ImportRun>> Runs(Guid publisherId, IReadOnlyList<Guid> ids, CancellationToken ct) =>
        Ask<IReadOnlyList<ImportRun>>(client => client.PostAsJsonAsync($"/internal/importer/publishers/{publisherId}/runs/named", ids, Json, ct), ct);

    /// <summary>The publisher's feeds and how they are.</summary>
    internal Task<IReadOnlyList<Feed>> Feeds(Guid publisherId, CancellationToken ct) =>
        Ask<IReadOnlyList<Feed>>(client => client.GetAsync($"/internal/importer/publishers/{publisherId}/health", ct), ct);

    /// <summary>One page for each request, in their order.</summary>
    internal Task<IReadOnlyList<Page<ImportItem>>> Reports(Guid publisherId, IReadOnlyList<ReportRequest> requests, CancellationToken ct) =>
        Ask<IReadOnlyList<Page<ImportItem>>>(client => client.PostAsJsonAsync($"/internal/importer/publishers/{publisherId}/reports", requests, Json, ct), ct);

    private async Task<T> Ask<T>(Func<HttpClient, Task<HttpResponseMessage>> ask, CancellationToken ct)
    {
        try
        {
            using var client = clients.CreateClient(Client);
            using var response = await ask(client);
            return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<T>(Json, ct)
                ?? throw new JsonException("Importer answered null.");
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new GraphQLException("Feeds and their imports cannot be read for the moment: try again in a minute.", SearchErrorCodes.ServiceUnavailable);
        }
    }

    /// <summary>A page of Importer's.</summary>
    internal sealed record Page<T>(IReadOnlyList<T> Items, bool HasNext, int Total, int LeftOut = 0);
}

/// <summary>Which page of which run's report.</summary>
internal readonly record struct ReportRequest(string RunId, ImportItemKind? Kind, string? Code, long? After, int First);

/// <summary>A report's page of one partner.</summary>
internal readonly record struct ReportKey(Guid PublisherId, ReportRequest Request);

/// <summary>Pages of reports, those of one answer together.</summary>
internal sealed class ReportByRun(ImporterReports importer) : BatchDataLoader<ReportKey, ImporterReports.Page<ImportItem>>
{
    protected override int MaxBatchSize => 100;

    protected override async Task<IReadOnlyDictionary<ReportKey, ImporterReports.Page<ImportItem>>> LoadBatchAsync(IReadOnlyList<ReportKey> keys, CancellationToken ct)
    {
        var found = new Dictionary<ReportKey, ImporterReports.Page<ImportItem>>(keys.Count);
        foreach (var ofPublisher in keys.GroupBy(k => k.PublisherId))
        {
            var requested = ofPublisher.ToList();
            var pages = await importer.Reports(ofPublisher.Key, requested.ConvertAll(k => k.Request), ct);
            foreach (var (key, page) in requested.Zip(pages))
            {
                found[key] = page;
            }
        }

        return found;
    }
}
