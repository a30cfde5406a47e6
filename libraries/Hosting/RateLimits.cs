using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Engagement.Hosting;

/// <summary>
/// Section <c>RateLimits</c>: what callers may cost in a minute. The unit is that of <c>extensions.cost</c> of GraphQL answers.
/// </summary>
public sealed class RateLimitsOptions
{
    /// <summary>Of all callers without a key, and with browser keys, of one network (IPv4: /24, IPv6: /64); 0: no limit.</summary>
    [Range(0, 1e12, ErrorMessage = "RateLimits:AnonymousCostPerMinute is a number from 0 (no limit).")]
    public double AnonymousCostPerMinute { get; init; } = 300_000;

    /// <summary>Of one key; 0: no limit.</summary>
    [Range(0, 1e12, ErrorMessage = "RateLimits:KeyCostPerMinute is a number from 0 (no limit).")]
    public double KeyCostPerMinute { get; init; } = 3_000_000;
}

/// <summary>What a request to an endpoint costs its caller's network; 0: the endpoint charges by itself.</summary>
/// <param name="Cost">In the unit of <see cref="RateLimitsOptions"/>.</param>
public sealed record RequestPrice(double Cost);

/// <summary>The budgets of all callers of this process, by network and by key.</summary>
public sealed class RateLimits(IOptions<RateLimitsOptions> options, TimeProvider clock)
{
    private readonly CostLimiter<ulong> networks = new(options.Value.AnonymousCostPerMinute, clock);
    private readonly CostLimiter<Guid> keys = new(options.Value.KeyCostPerMinute, clock);

    /// <summary>
    /// The budget that a request is charged to; null when it has no limit: there is none, or another service of ours asks.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="key">The key that it carries; null when it is charged to its network.</param>
    public Budget? Of(HttpContext context, Guid? key = null)
    {
        var limit = key is null ? networks.PerMinute : keys.PerMinute;
        return limit <= 0 || context.HoldsSecret() ? null
            : key is { } id ? new Budget(limit, cost => keys.Charge(id, cost), cost => keys.ChargeMore(id, cost))
            : OfNetwork(limit, Network(context.ClientAddress()));
    }

    /// <summary>
    /// The network of an address, whose callers share a budget: of IPv4 the /24, of IPv6 the /64, which one subscriber has.
    /// </summary>
    public static ulong Network(IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain switch
        {
            null => 0,
            { AddressFamily: AddressFamily.InterNetworkV6 } => BinaryPrimitives.ReadUInt64BigEndian(plain.GetAddressBytes()),
            // No /64 of the internet begins so.
            _ => 0xFFFF_FFFF_0000_0000 | (BinaryPrimitives.ReadUInt32BigEndian(plain.GetAddressBytes()) >> 8),
        };
    }

    private Budget OfNetwork(double limit, ulong network) =>
        new(limit, cost => networks.Charge(network, cost), cost => networks.ChargeMore(network, cost));
}

/// <summary>One caller's budget, as a request uses it.</summary>
/// <param name="Limit">What a minute allows.</param>
/// <param name="Charge">Charges if the budget allows it.</param>
/// <param name="ChargeMore">Charges whatever the budget is.</param>
public sealed record Budget(double Limit, Func<double, CostVerdict> Charge, Action<double> ChargeMore)
{
    /// <summary>The headers that a browser's page must be allowed to read.</summary>
    public const string Headers = "retry-after, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset";

    /// <summary>Charges a request and states in its answer's headers what is left.</summary>
    /// <returns>Whether the budget allowed it; otherwise the answer is 429.</returns>
    public bool Admit(HttpContext context, double cost)
    {
        var verdict = Charge(cost);
        var headers = context.Response.Headers;
        headers["X-RateLimit-Limit"] = Whole(Math.Floor(Limit));
        headers["X-RateLimit-Remaining"] = Whole(Math.Floor(verdict.Remaining));
        headers["X-RateLimit-Reset"] = Whole(Math.Ceiling(verdict.Reset.TotalSeconds));
        if (!verdict.IsAdmitted)
        {
            headers.RetryAfter = Whole(Math.Max(1, Math.Ceiling(verdict.RetryAfter.TotalSeconds)));
        }

        return verdict.IsAdmitted;
    }

    private static string Whole(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}

/// <summary>Charges requests whose price is known before they are read.</summary>
public static class RequestPrices
{
    /// <summary>A request to the endpoint costs its caller's network this much; beyond its budget: 429.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="cost">In the unit of <see cref="RateLimitsOptions"/>; 0: the endpoint charges by itself.</param>
    public static TBuilder WithPrice<TBuilder>(this TBuilder builder, double cost)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequestPrice(cost));

    internal static void AddRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimitsOptions>().BindConfiguration("RateLimits").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<RateLimits>();
    }

    internal static void UseRequestPrices(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<RateLimits>();
        app.Use(async (context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<RequestPrice>() is { Cost: > 0 } price
                && limits.Of(context) is { } budget && !budget.Admit(context, price.Cost))
            {
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                await Refusals.Write(context, code: "TOO_MANY_REQUESTS");
                return;
            }

            await next(context);
        });
    }
}
