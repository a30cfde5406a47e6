namespace Engagement.Importer.Validation;

/// <summary>Entry of the feature: the dry run of a feed, before it is published.</summary>
internal static class ValidationFeature
{
    internal static void AddValidation(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ValidationOptions>().BindConfiguration("Validation").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<DryRuns>();
    }

    internal static void MapValidation(this IEndpointRouteBuilder routes) => ValidateFeed.Map(routes);
}
