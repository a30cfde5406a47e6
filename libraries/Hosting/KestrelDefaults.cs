using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Engagement.Hosting;

internal static class KestrelDefaults
{
    internal static void ConfigureKestrelDefaults(this IWebHostBuilder host) =>
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            // Slower than any honest line; ASP.NET's own 240 bytes a second let a form of 20 MB take a day. Deadlines bound the whole:
            // BodyDeadline.
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1_024, gracePeriod: TimeSpan.FromSeconds(10));
        });
}
