namespace Engagement.Catalog.Keys;

/// <summary>Entry of the feature: partners' API keys.</summary>
internal static class KeysFeature
{
    internal static void AddKeys(this IServiceCollection services) => services.AddSingleton<KeyDesk>();

    internal static void MapKeys(this IEndpointRouteBuilder services) => CreateKey.Map(services);
}
