namespace Engagement.Importer.Fetching;

/// <summary>Entry of the feature: pulling feeds from partners' servers.</summary>
internal static class FetchingFeature
{
    internal static void AddFetching(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<FetchOptions>().BindConfiguration("Fetch").ValidateDataAnnotations()
            .Validate<IHostEnvironment>(
                (options, environment) => options.AllowedPrivateEndpoints.Count == 0 || environment.IsDevelopment(),
                "Fetch:AllowedPrivateEndpoints opens private addresses and is refused outside Development: remove it.")
            .Validate(
                options => options.AllowedPrivateEndpoints.All(e => Uri.TryCreate($"http://{e}/", UriKind.Absolute, out var uri) && e.Contains(uri.Host) && e.LastIndexOf(':') > e.LastIndexOf(']')),
                "Fetch:AllowedPrivateEndpoints holds something else than exact host:port pairs, such as 127.0.0.1:5083.")
            .ValidateOnStart();
        builder.Services.AddSingleton<FeedCredentials>();
        builder.Services.AddSingleton<FeedFetcher>();
    }
}
