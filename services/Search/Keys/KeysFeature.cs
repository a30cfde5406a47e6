using Engagement.Hosting;

namespace Engagement.Search.Keys;

/// <summary>Entry of the feature: who a caller is, by its key, and when keys are used.</summary>
internal static class KeysFeature
{
    internal static void AddKeys(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<KeyOptions>().BindConfiguration("Keys").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddSingleton<KeyUses>();
        builder.Services.AddInternalClient(ReportKeyUses.Client, options => options.Catalog);
        builder.Services.AddSingleton<ReportKeyUses>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ReportKeyUses>());
    }
}
