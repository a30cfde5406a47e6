using Engagement.Hosting;
using Engagement.Messaging;

namespace Engagement.Catalog.Geocoding;

/// <summary>Entry of the feature: better places for addresses, from a geocoder; off unless it is switched on.</summary>
internal static class GeocodingFeature
{
    internal static void AddGeocoding(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<GeocodingOptions>().BindConfiguration("Geocoding").ValidateDataAnnotations()
            .Validate<IHostEnvironment>(
                (options, environment) => !options.Enabled || (options.Url.IsAbsoluteUri && (options.Url.Scheme == Uri.UriSchemeHttps || environment.IsDevelopment())),
                "Geocoding:Url has to be an absolute https address: addresses of missions are sent there.")
            .ValidateOnStart();
        builder.Services.AddSingleton<NationalGeocoder>();
        builder.Services.AddSingleton<ImproveMissions>();
        builder.Services.AddHostedService<ForgetAnswers>();
        if (builder.Configuration.GetValue<bool>("Geocoding:Enabled"))
        {
            builder.Services.AddRecurringWork<GeocodeAddresses>("catalog-geocoding", ServiceDefaults.Ready);
        }
    }
}
