using Engagement.Missions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Catalog.Publishers;

/// <summary>Creates a partner that publishes, unless it is there: <c>./dev import</c> and Importer call it as often as they like.</summary>
internal static class CreatePublisher
{
    internal sealed record Request(string? Name, bool Private = false);

    internal sealed record Response(Guid Id, string Slug, string Name, bool Created);

    internal static void Map(IEndpointRouteBuilder services) => services.MapPost("/catalog/publishers", Handle);

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(Request request, PartnerDesk partners, CancellationToken ct)
    {
        if (Slug.Of(request.Name ?? "") is not { Length: > 0 } slug)
        {
            return TypedResults.Problem("Send a name with at least one letter or digit.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (TextLimits.Exceeds(request.Name!, PartnerDesk.LongestName))
        {
            return TypedResults.Problem($"Send a name of at most {PartnerDesk.LongestName} characters.",
                statusCode: StatusCodes.Status400BadRequest);
        }

        var (publisher, created) = await partners.FindOrCreate(slug, request.Name!.Trim(), isPublisher: true, isPublic: !request.Private, ct);
        return TypedResults.Ok(new Response(publisher.Id, publisher.Slug, publisher.Name, created));
    }
}
