using Engagement.Search.Keys;
using Engagement.Search.Publishers;

namespace Engagement.Search.Gateway;

/// <summary>
/// <c>GET /internal/search/keys/{hash}</c>: who holds the key with this SHA-256, for the services whose pages are opened with a key. 404 when
/// it is unknown, expired or revoked, or a browser key, which anybody can read.
/// </summary>
internal static class IdentifyKey
{
    /// <param name="Id">The partner.</param>
    /// <param name="Name">As people know it.</param>
    /// <param name="Scopes">What the key may do.</param>
    internal sealed record Holder(Guid Id, string Name, IReadOnlyList<string> Scopes);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/search/keys/{hash}", Handle);

    private static IResult Handle(string hash, KeyRing keys, PublisherDirectory publishers) =>
        keys.FindByHash(hash) is { PartnerId: { } id, Origins: null } caller && publishers.Find(id) is { } partner
            ? TypedResults.Ok(new Holder(id, partner.Name, caller.Scopes))
            : TypedResults.NotFound();
}
