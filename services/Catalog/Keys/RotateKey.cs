namespace Engagement.Catalog.Keys;

/// <summary>
/// Makes a key with the rights of another, which ends after an overlap (<c>?overlap=7d</c>). As text the answer has the new key alone on its
/// first line.
/// </summary>
internal static class RotateKey
{
    internal static void Map(IEndpointRouteBuilder services) => services.MapPost("/catalog/keys/{id:guid}/rotate", Handle);

    private static async Task<IResult> Handle(Guid id, string? overlap, HttpRequest http, KeyDesk keys, CancellationToken ct)
    {
        if (!KeyTimes.TryReadOverlap(overlap ?? KeyTimes.UsualOverlap, out var span))
        {
            return KeyAnswer.Refuse(
                http, $"\"{overlap}\" is no overlap: write days, hours or minutes up to a year, such as 7d, 12h or 30m, or 0.", StatusCodes.Status400BadRequest);
        }

        var outcome = await keys.Change(id, "rotated", (key, now) => new KeyStep(key.Rotate(span, now, out var made, out var text), Made: made, Text: text), ct);
        return KeyAnswer.Of(http, id, outcome, keys.Now, key =>
            $"{outcome.Step.Text}\nThe new key {outcome.Step.Made!.Id} of {outcome.Partner} {Until(outcome.Step.Made)}; the old key {key.Id} ends on {KeyText.Minute(key.ExpiresAt)}.");
    }

    private static string Until(ApiKey key) => key.ExpiresAt is { } end ? $"expires on {KeyText.Minute(end)}" : "does not expire";
}
