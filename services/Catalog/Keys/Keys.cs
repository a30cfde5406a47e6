namespace Engagement.Catalog.Keys;

/// <summary>Entry of the feature: partners' API keys, from the first to the last day.</summary>
internal static class KeysFeature
{
    internal static void AddKeys(this IServiceCollection services)
    {
        services.AddOptions<KeyOptions>().BindConfiguration("Keys").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<KeysInForce>();
        services.AddSingleton<KeyDesk>();
    }

    internal static void MapKeys(this IEndpointRouteBuilder services)
    {
        CreateKey.Map(services);
        ListKeys.Map(services);
        ExpireKey.Map(services);
        RotateKey.Map(services);
        RevokeKey.Map(services);
        NoteKeyUses.Map(services);
    }
}
