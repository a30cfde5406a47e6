using System.Text.Json;
using Engagement.GraphQL.Execution;
using Engagement.Search.Gateway;

namespace Engagement.Search.Submissions;

/// <summary>Asks Importer, which knows the feeds, to give a partner's missions to one of them, or to the API.</summary>
internal sealed class ImporterMoves(IHttpClientFactory clients)
{
    internal const string Client = "search-importer-moves";

    internal sealed record Result(string ClientId, string Outcome, UserError? Error);

    internal sealed record Moved(IReadOnlyList<Result> Results, UserError? Error);

    internal async Task<Moved> Move(Guid publisherId, MoveMissionsInput input, CancellationToken ct)
    {
        using var client = clients.CreateClient(Client);
        try
        {
            var request = new { input.ClientIds, ToFeed = input.To == MissionSource.Feed, input.Feed };
            using var response = await client.PostAsJsonAsync($"/internal/importer/publishers/{publisherId}/moves", request, ct);
            return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Moved>(ct) ?? throw new JsonException("Importer answered null.");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            throw new GraphQLException(
                "Missions cannot be moved for the moment: send the same again in a minute; what was moved already stays so.", SearchErrorCodes.ServiceUnavailable);
        }
    }
}
