using Engagement.Hosting;

namespace Engagement.Importer.Sessions;

/// <summary>Entry of the feature: partners' sessions, opened with one of their keys.</summary>
internal static class SessionsFeature
{
    internal static void AddSessions(this WebApplicationBuilder builder)
    {
        builder.Services.AddInternalClient(KeyHolders.Client, o => o.Search);
        builder.Services.AddSingleton<KeyHolders>();
        builder.Services.AddSingleton<SessionCookie>();
        builder.Services.AddOptions<SessionOptions>().BindConfiguration("Sessions").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<OpenSessions>();
        builder.Services.AddHostedService<SweepSessions>();
    }

    internal static void MapSessions(this IEndpointRouteBuilder routes) => SignIn.Map(routes);
}
