using Engagement.Search.Keys;
using Engagement.Search.Publishers;

namespace Engagement.Search.Gateway;

/// <summary>
/// <c>GET /internal/search/keys/{hash}</c>: who holds the key with this SHA-256, for the services whose pages are opened with a key. 404 when
/// it is unknown, expired or revoked, or a browser key, which anybody can read; 503 until all keys are loaded. With a key's id in place of the
/// hash, for sessions that are open: the same, and 410 when the key has ended for good. Whoever asks uses the key.
/// </summary>
internal static class IdentifyKey
{
    /// <param name="Id">The partner.</param>
    /// <param name="Name">As people know it.</param>
    /// <param name="Scopes">What the key may do.</param>
    /// <param name="KeyId">The key.</param>
    internal sealed record Holder(Guid Id, string Name, IReadOnlyList<string> Scopes, Guid KeyId);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/search/keys/{id:guid}", ById);
        routes.MapGet("/search/keys/{hash}", ByHash);
    }

    private static IResult ByHash(string hash, KeyRing keys, KeyUses uses, PublisherDirectory publishers) =>
        Answer(keys.FindByHash(hash), keys, uses, publishers);

    private static IResult ById(Guid id, KeyRing keys, KeyUses uses, PublisherDirectory publishers)
    {
        var caller = keys.FindById(id, out var hasEnded);
        return hasEnded ? TypedResults.StatusCode(StatusCodes.Status410Gone) : Answer(caller, keys, uses, publishers);
    }

    private static IResult Answer(Caller? caller, KeyRing keys, KeyUses uses, PublisherDirectory publishers)
    {
        if (caller is { PartnerId: { } id, KeyId: { } key, Origins: null } && publishers.Find(id) is { } partner)
        {
            uses.Note(key);
            return TypedResults.Ok(new Holder(id, partner.Name, caller.Scopes, key));
        }

        return keys.IsComplete ? TypedResults.NotFound() : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
}
