using Microsoft.AspNetCore.Hosting;

namespace Engagement.Hosting;

internal static class KestrelDefaults
{
    internal static void ConfigureKestrelDefaults(this IWebHostBuilder host) =>
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
}
