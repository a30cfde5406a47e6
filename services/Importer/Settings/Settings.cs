namespace Engagement.Importer.Settings;

/// <summary>Entry of the feature: where feeds are pulled from, how often, and with which credentials.</summary>
internal static class SettingsFeature
{
    internal static void MapSettings(this IEndpointRouteBuilder routes)
    {
        SaveFeed.Map(routes);
        ListFeeds.Map(routes);
    }
}
