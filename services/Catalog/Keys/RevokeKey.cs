namespace Engagement.Catalog.Keys;

/// <summary>Ends a key at once, and the sessions that were opened with it. Asked again, it answers the same.</summary>
internal static class RevokeKey
{
    internal static void Map(IEndpointRouteBuilder services) => services.MapPost("/catalog/keys/{id:guid}/revoke", Handle);

    private static async Task<IResult> Handle(Guid id, HttpRequest http, KeyDesk keys, CancellationToken ct)
    {
        var outcome = await keys.Change(id, "revoked", (key, now) => new KeyStep(IsChanged: key.Revoke(now)), ct);
        return KeyAnswer.Of(http, id, outcome, keys.Now, key => $"The key {key.Id} of {outcome.Partner} is revoked, and its sessions are closed.");
    }
}
