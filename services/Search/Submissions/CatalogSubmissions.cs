using System.Text.Json;
using Engagement.GraphQL.Execution;
using Engagement.Search.Gateway;

namespace Engagement.Search.Submissions;

/// <summary>Gives to Catalog what partners push; what it answers is committed.</summary>
internal sealed class CatalogSubmissions(IHttpClientFactory clients)
{
    internal const string Client = "search-catalog-submissions";

    internal sealed record Result(string? ClientId, string Outcome, IReadOnlyList<UserError> Errors, IReadOnlyList<UserError> Warnings);

    internal sealed record Submitted(IReadOnlyList<Result> Results, long LastNumber);

    internal sealed record Withdrawn(UserError? Error, long LastNumber);

    internal Task<Submitted> Submit(Guid publisherId, IEnumerable<SubmitMissionInput> missions, CancellationToken ct) =>
        Ask<Submitted>("/internal/catalog/submissions", new { publisherId, missions = missions.Select(SubmittedFields.Of).ToList() }, ct);

    internal Task<Withdrawn> Withdraw(Guid publisherId, string clientId, CancellationToken ct) =>
        Ask<Withdrawn>("/internal/catalog/submissions/withdrawal", new { publisherId, clientId }, ct);

    private async Task<T> Ask<T>(string path, object request, CancellationToken ct)
    {
        using var client = clients.CreateClient(Client);
        try
        {
            using var response = await client.PostAsJsonAsync(path, request, ct);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<T>(ct) ?? throw new JsonException("Catalog answered null.");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            throw new GraphQLException(
                "The catalogue does not answer: send the same again in a moment; what was written already changes nothing.", SearchErrorCodes.ServiceUnavailable);
        }
    }
}
