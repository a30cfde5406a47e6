using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Engagement.Hosting;

/// <summary>Section <c>Internal</c>: how the services call each other.</summary>
public sealed class InternalOptions
{
    /// <summary>The shared secret that internal calls carry, at least 32 characters; from the environment (<c>Internal__Secret</c>).</summary>
    [Required(ErrorMessage = "Internal:Secret is missing: set Internal__Secret to a random text of at least 32 characters, the same for all services.")]
    [MinLength(32, ErrorMessage = "Internal:Secret is too short: use at least 32 random characters.")]
    public string Secret { get; init; } = "";

    /// <summary>Base address of Catalog, for example <c>http://127.0.0.1:5080</c>.</summary>
    [Required(ErrorMessage = "Internal:Catalog is missing: set Internal__Catalog to Catalog's base address.")]
    public Uri? Catalog { get; init; }

    /// <summary>Base address of Importer.</summary>
    [Required(ErrorMessage = "Internal:Importer is missing: set Internal__Importer to Importer's base address.")]
    public Uri? Importer { get; init; }

    /// <summary>Base address of Search.</summary>
    [Required(ErrorMessage = "Internal:Search is missing: set Internal__Search to Search's base address.")]
    public Uri? Search { get; init; }
}

/// <summary>Calls between services: paths under <c>/internal</c>, closed to whoever does not hold the service secret.</summary>
public static class InternalApi
{
    /// <summary>The header that carries the service secret.</summary>
    public const string SecretHeader = "x-engagement-secret";

    /// <summary>The header by which the front door proves itself to the service that it forwards to.</summary>
    public const string FrontDoorHeader = "x-engagement-front-door";

    /// <summary>The header in which the front door says who asked.</summary>
    public const string ClientHeader = "x-engagement-client";

    /// <summary>
    /// Routes under <c>/internal</c>: without the right secret they answer 404, as if they were not there (<see cref="InternalGuard"/>).
    /// </summary>
    public static RouteGroupBuilder MapInternal(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/internal");
        // The guard has refused already; an application that forgot to put it up stays closed.
        group.AddEndpointFilter(async (context, next) => context.HttpContext.HoldsSecret() ? await next(context) : Results.NotFound());
        return group.ExcludeFromDescription();
    }

    /// <summary>A typed or named client of another service: its address, the secret and a bound of 30 s are set.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">Name of the client.</param>
    /// <param name="address">Which service it calls.</param>
    public static IHttpClientBuilder AddInternalClient(this IServiceCollection services, string name, Func<InternalOptions, Uri?> address) =>
        services.AddHttpClient(name, (provider, client) =>
        {
            var options = provider.GetRequiredService<IOptions<InternalOptions>>().Value;
            client.BaseAddress = address(options);
            client.Timeout = TimeSpan.FromSeconds(30);
            client.DefaultRequestHeaders.Add(SecretHeader, options.Secret);
        });

    /// <summary>
    /// The address that asks: what the front door says of it when the front door forwarded the request, else the connection's own.
    /// </summary>
    public static IPAddress? ClientAddress(this HttpContext context) =>
        IsFromFrontDoor(context) && IPAddress.TryParse(context.Request.Headers[ClientHeader].ToString(), out var client) ? client : context.Connection.RemoteIpAddress;

    /// <summary>
    /// <c>https</c> or <c>http</c>, as the client asked: what the front door says of it when the front door forwarded the request, else the
    /// request's own. A proxy of the operator's is believed as far as ASP.NET is told to (<c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c>).
    /// </summary>
    public static string ClientScheme(this HttpContext context) =>
        IsFromFrontDoor(context) && context.Request.Headers["X-Forwarded-Proto"].ToString() is ("https" or "http") and var scheme ? scheme : context.Request.Scheme;

    /// <summary>What the front door proves itself with: made from the service secret, which opens more and therefore is not forwarded.</summary>
    public static string FrontDoorToken(InternalOptions options) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Secret), "front door"u8));

    private static bool IsFromFrontDoor(HttpContext context)
    {
        var given = context.Request.Headers[FrontDoorHeader].ToString();
        return given.Length > 0 && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(given),
            Encoding.UTF8.GetBytes(FrontDoorToken(context.RequestServices.GetRequiredService<IOptions<InternalOptions>>().Value)));
    }

    internal static void AddInternalOptions(this IServiceCollection services) =>
        services.AddOptions<InternalOptions>().BindConfiguration("Internal").ValidateDataAnnotations().ValidateOnStart();
}
