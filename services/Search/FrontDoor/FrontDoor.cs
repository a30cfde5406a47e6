using Engagement.Hosting;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;

namespace Engagement.Search.FrontDoor;

/// <summary>
/// Search is the one public address of the distributed form: the paths that other services answer are forwarded to them. Only these; nothing
/// under <c>/internal</c>.
/// </summary>
public static class FrontDoorFeature
{
    private static readonly (string Pattern, Func<InternalOptions, Uri?> Service)[] Paths =
    [
        ("/feeds", o => o.Importer),
        ("/feeds/{**rest}", o => o.Importer),
    ];

    /// <summary>Registers what forwards.</summary>
    public static void AddFrontDoor(this WebApplicationBuilder builder) => builder.Services.AddHttpForwarder();

    /// <summary>Maps the other services' public paths.</summary>
    public static void MapFrontDoor(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<InternalOptions>>().Value;
        foreach (var (pattern, service) in Paths)
        {
            var address = service(options) ?? throw new InvalidOperationException($"The service of {pattern} has no address.");
            app.MapForwarder(pattern, address.ToString(), new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromSeconds(100) }, transforms =>
            {
                // Who asked and under which name: for limits for each address, and for what a page says of itself.
                transforms.AddOriginalHost();
                transforms.AddXForwarded(ForwardedTransformActions.Set);
                transforms.AddRequestTransform(context =>
                {
                    context.ProxyRequest.Headers.Remove(InternalApi.SecretHeader);
                    Set(context, InternalApi.FrontDoorHeader, InternalApi.FrontDoorToken(options));
                    Set(context, InternalApi.ClientHeader, context.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "");
                    return ValueTask.CompletedTask;
                });
                // The service knows how long each of its bodies may take.
            }).WithBodyDeadline(Timeout.InfiniteTimeSpan);
        }
    }

    private static void Set(RequestTransformContext context, string name, string value)
    {
        context.ProxyRequest.Headers.Remove(name);
        context.ProxyRequest.Headers.TryAddWithoutValidation(name, value);
    }
}
