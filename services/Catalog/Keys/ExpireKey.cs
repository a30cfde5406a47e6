namespace Engagement.Catalog.Keys;

/// <summary>Gives a key that is good another end: <c>?at=</c> a day (its end, in Paris), an instant, or <c>never</c>.</summary>
internal static class ExpireKey
{
    internal static void Map(IEndpointRouteBuilder services) => services.MapPost("/catalog/keys/{id:guid}/expire", Handle);

    private static async Task<IResult> Handle(Guid id, string? at, HttpRequest http, KeyDesk keys, CancellationToken ct)
    {
        if (!KeyTimes.TryReadEnd(at, keys.Now, out var end, out var reason))
        {
            return KeyAnswer.Refuse(http, reason, StatusCodes.Status400BadRequest);
        }

        var outcome = await keys.Change(id, "given another end", (key, now) => new KeyStep(key.ExpireAt(end, now)), ct);
        return KeyAnswer.Of(http, id, outcome, keys.Now, key => key.ExpiresAt is { } when
            ? $"The key {key.Id} of {outcome.Partner} expires on {KeyText.Minute(when)}."
            : $"The key {key.Id} of {outcome.Partner} does not expire.");
    }
}
