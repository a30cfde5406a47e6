namespace Engagement.EndToEnd.Tests.Oracle;

/// <summary>A mission as its file says it, in the words of the GraphQL schema.</summary>
internal sealed record FileMission
{
    internal required string ClientId { get; init; }

    internal required string Title { get; init; }

    internal required string DescriptionHtml { get; init; }

    internal required string ApplicationUrl { get; init; }

    internal required string Domain { get; init; }

    internal required string[] Activities { get; init; }

    internal required string[] Audiences { get; init; }

    internal required string[] Tags { get; init; }

    internal required string[] Tasks { get; init; }

    internal required string[] SoftSkills { get; init; }

    internal required string[] Requirements { get; init; }

    internal required string? Schedule { get; init; }

    internal required string Remote { get; init; }

    internal required int Places { get; init; }

    internal required bool? OpenToMinors { get; init; }

    internal required bool? ReducedMobilityAccessible { get; init; }

    internal required bool? CloseToTransport { get; init; }

    internal required DateTimeOffset PostedAt { get; init; }

    internal required DateTimeOffset StartAt { get; init; }

    internal required DateTimeOffset? EndAt { get; init; }

    internal required string? Image { get; init; }

    internal required string? Priority { get; init; }

    internal required FileAddress[] Addresses { get; init; }

    internal required FileOrganization Organization { get; init; }

    internal bool VisibleAt(DateTimeOffset now) => EndAt is null || EndAt > now;
}

internal sealed record FileAddress(string Street, string PostalCode, string City, string Department, double Lat, double Lon);

internal sealed record FileOrganization
{
    internal required string ClientId { get; init; }

    internal required string Name { get; init; }

    internal required string? Rna { get; init; }

    internal required string? Siren { get; init; }

    internal required string? Siret { get; init; }

    internal required string? Url { get; init; }

    internal required string? Logo { get; init; }

    internal required string? Description { get; init; }

    internal required string? LegalStatus { get; init; }

    internal required string? Type { get; init; }

    internal required string? Address { get; init; }

    internal required string? PostalCode { get; init; }

    internal required string? City { get; init; }

    internal required string[] Networks { get; init; }

    internal required string[] Actions { get; init; }

    internal required string[] Beneficiaries { get; init; }
}
