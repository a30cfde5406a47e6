using System.Net.Mime;

namespace Engagement.Catalog.Keys;

/// <summary>How orders about keys are answered: as JSON, or in words to whoever accepts text only, such as a command.</summary>
internal static class KeyAnswer
{
    /// <param name="Key">The key as it is now.</param>
    /// <param name="IsApplied">False when Search has not applied it yet.</param>
    /// <param name="Made">The key that was made beside, or null.</param>
    /// <param name="Text">The text of that one, which is not to be had again.</param>
    internal sealed record Body(KeyView Key, bool IsApplied, KeyView? Made, string? Text);

    internal static bool WantsText(HttpRequest http) => http.Headers.Accept == MediaTypeNames.Text.Plain;

    /// <summary>202 says that Search has not applied it yet, and will.</summary>
    internal static int Status(bool isApplied) => isApplied ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;

    internal static IResult Refuse(HttpRequest http, string reason, int status) =>
        WantsText(http) ? TypedResults.Text($"{reason}\n", "text/plain", statusCode: status) : TypedResults.Problem(reason, statusCode: status);

    /// <param name="http">The request.</param>
    /// <param name="id">The key that was asked for.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="now">The time that its state is told at.</param>
    /// <param name="words">What is done, in words.</param>
    internal static IResult Of(HttpRequest http, Guid id, KeyOutcome outcome, DateTimeOffset now, Func<ApiKey, string> words)
    {
        if (outcome.Key is not { } key)
        {
            return Refuse(http, $"No key has the id {id}: ./dev keys lists them.", StatusCodes.Status404NotFound);
        }

        if (outcome.Step.Refusal is { } refusal)
        {
            return Refuse(http, refusal, StatusCodes.Status409Conflict);
        }

        if (WantsText(http))
        {
            var late = outcome.IsApplied ? "" : "Search does not answer that it has applied this yet: it does as soon as it is back.\n";
            return TypedResults.Text($"{words(key)}\n{late}", "text/plain", statusCode: Status(outcome.IsApplied));
        }

        var made = outcome.Step.Made is { } other ? KeyView.Of(other, outcome.Partner, now) : null;
        return TypedResults.Json(new Body(KeyView.Of(key, outcome.Partner, now), outcome.IsApplied, made, outcome.Step.Text), statusCode: Status(outcome.IsApplied));
    }
}
