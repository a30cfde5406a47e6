namespace Engagement.Importer.Moves;

/// <summary>Asks Catalog, which owns the source of each mission, to give missions to another.</summary>
internal sealed class CatalogMoves(IHttpClientFactory clients)
{
    internal const string Client = "importer-catalog-moves";

    /// <summary>How Catalog calls the source of what partners send by the API.</summary>
    internal const string Api = "push";

    private sealed record Request(Guid PublisherId, string Source, IReadOnlyList<string> ClientIds, bool DryRun);

    private sealed record Response(IReadOnlyList<MovedMission> Results);

    /// <summary>What became of each mission, in the order given; with <paramref name="dryRun"/> what would become of it.</summary>
    internal async Task<IReadOnlyList<MovedMission>> Move(Guid publisherId, string source, IReadOnlyList<string> clientIds, bool dryRun, CancellationToken ct)
    {
        using var client = clients.CreateClient(Client);
        using var response = await client.PostAsJsonAsync("/internal/catalog/moves", new Request(publisherId, source, clientIds, dryRun), ct);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Response>(ct))?.Results
            ?? throw new HttpRequestException("Catalog answered null.");
    }
}

/// <summary>What became of a mission.</summary>
/// <param name="ClientId">The partner's identifier.</param>
/// <param name="Outcome">One of <see cref="MoveOutcome"/>.</param>
/// <param name="Hash">What Catalog has of it; null when it is withdrawn or unknown.</param>
internal sealed record MovedMission(string ClientId, string Outcome, byte[]? Hash)
{
    /// <summary>Why it is not where it was to go; null when it is.</summary>
    internal MoveError? Error => Outcome == MoveOutcome.Unknown ? MoveErrors.UnknownMission : null;
}

/// <summary>The values of <see cref="MovedMission.Outcome"/>.</summary>
internal static class MoveOutcome
{
    internal const string Moved = "MOVED";
    internal const string AlreadyThere = "ALREADY_THERE";
    internal const string Unknown = "UNKNOWN";
}
