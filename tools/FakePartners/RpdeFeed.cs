using System.Globalization;
using System.Text.Json;

namespace Engagement.FakePartners;

/// <summary>
/// The standard feed in the format RPDE. Mission n was first written by change n; what is changed or withdrawn was so by a later one, so it
/// comes after the others. A page says all that the next needs: nothing is kept between two requests.
/// </summary>
internal static class RpdeFeed
{
    private const int MaxCount = 1_000_000;
    private const int MaxSize = 1000;

    /// <param name="AfterChangeNumber">Number of the last change that the reader has.</param>
    /// <param name="Size">Items in a page.</param>
    /// <param name="Fault">What is wrong with the second page, or, when addresses are <c>relative</c>, with every one; null: nothing.</param>
    internal sealed record Request(int? Count, int? Seed, double? Changed, double? Withdrawn, long? AfterChangeNumber, int? Size, string? Fault)
    {
        internal bool IsValid =>
            Count is null or (>= 1 and <= MaxCount) && Size is null or (>= 1 and <= MaxSize) && AfterChangeNumber is null or (>= 0 and < long.MaxValue) && Changed is null or >= 0
            && Withdrawn is null or >= 0 && (Changed ?? 0) + (Withdrawn ?? 0) <= 100 && Fault is null or "loop" or "broken" or "no-next" or "status" or "relative";
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/feeds/standard.rpde", Send);

    private static async Task Send([AsParameters] Request request, HttpContext context, TimeProvider clock)
    {
        var (after, size) = (request.AfterChangeNumber ?? 0L, request.Size ?? 500);
        var fault = (after > 0 && after <= size) || request.Fault == "relative" ? request.Fault : null;
        if (!request.IsValid || fault == "status")
        {
            context.Response.StatusCode = fault == "status" ? StatusCodes.Status500InternalServerError : StatusCodes.Status400BadRequest;
            return;
        }

        var site = fault == "relative" ? "" : $"{context.Request.Scheme}://{context.Request.Host}";
        var (page, last) = Page(request, after, size, FeedGenerator.MidnightOf(clock.GetUtcNow()), fault, site);
        context.Response.ContentType = "application/json";
        // Only the page at the end can still change.
        context.Response.Headers.CacheControl = last > after ? "public, max-age=3600" : "public, max-age=8";
        await context.Response.Body.WriteAsync(fault == "broken" ? page.AsMemory(0, page.Length / 2) : page, context.RequestAborted);
    }

    private static (byte[] Page, long Last) Page(Request request, long after, int size, DateTimeOffset today, string? fault, string site)
    {
        var feed = new FeedRequest
        {
            Count = request.Count ?? 1000,
            Seed = request.Seed ?? 1,
            ChangedPercent = request.Changed ?? 0,
            WithdrawnPercent = request.Withdrawn ?? 0,
            Now = today,
        };
        var (memory, last) = (new MemoryStream(), after);
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var (change, number, fate) in Changes(feed, after).Take(size))
            {
                WriteItem(json, feed, change, number, fate);
                last = change;
            }

            json.WriteEndArray();
            if (fault != "no-next")
            {
                json.WriteString("next", site + Address(request, fault == "loop" ? after : last));
            }

            json.WriteString("license", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/");
            json.WriteEndObject();
        }

        return (memory.ToArray(), last);
    }

    private static IEnumerable<(long Change, int Number, Fate Fate)> Changes(FeedRequest feed, long after)
    {
        var fates = FeedGenerator.Fates(feed);
        for (var change = after + 1; change <= feed.Count * 2L; change++)
        {
            var number = (int)((change - 1) % feed.Count);
            if (fates(number) is var fate && (fate == Fate.Same) == (change <= feed.Count))
            {
                yield return (change, number, fate);
            }
        }
    }

    private static void WriteItem(Utf8JsonWriter json, FeedRequest feed, long change, int number, Fate fate)
    {
        var (mission, organization) = FakeMissions.Create(feed, number, isChanged: fate == Fate.Changed);
        json.WriteStartObject();
        json.WriteString("state", fate == Fate.Withdrawn ? "deleted" : "updated");
        json.WriteString("kind", "mission");
        json.WriteString("id", mission.ClientId);
        json.WriteNumber("modified", change);
        if (fate != Fate.Withdrawn)
        {
            json.WritePropertyName("data");
            RpdeData.Write(json, mission, organization);
        }

        json.WriteEndObject();
    }

    private static string Address(Request request, long after)
    {
        (string Name, object? Value)[] parts =
        [
            ("count", request.Count), ("seed", request.Seed), ("changed", request.Changed), ("withdrawn", request.Withdrawn), ("size", request.Size),
            ("fault", request.Fault), ("afterChangeNumber", after),
        ];
        return "/feeds/standard.rpde?" + string.Join('&', parts.Where(p => p.Value is not null).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name}={p.Value}")));
    }
}
