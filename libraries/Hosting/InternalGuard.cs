using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Engagement.Hosting;

/// <summary>
/// Closes <c>/internal</c> before anything of a request is bound or read: without the service secret every path under it answers 404, as a
/// path does that nothing is mapped to, whatever its method and body.
/// </summary>
internal static class InternalGuard
{
    internal static void UseInternalGuard(this WebApplication app) => app.Use((context, next) =>
    {
        if (!context.Request.Path.StartsWithSegments("/internal") || context.HoldsSecret())
        {
            return next(context);
        }

        // The page of an unknown path is written by what answers every empty refusal.
        context.SetEndpoint(null);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    /// <summary>Whether the request carries the service secret. The time that the comparison takes depends on neither text.</summary>
    internal static bool HoldsSecret(this HttpContext context)
    {
        var given = context.Request.Headers[InternalApi.SecretHeader];
        var options = context.RequestServices.GetRequiredService<IOptions<InternalOptions>>();
        return given.Count == 1 && AreEqual(given.ToString(), options.Value.Secret);
    }

    /// <summary>Compares two secrets by their hashes, so that not even their lengths show.</summary>
    internal static bool AreEqual(string given, string expected)
    {
        Span<byte> hashes = stackalloc byte[2 * SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(given), hashes);
        SHA256.HashData(Encoding.UTF8.GetBytes(expected), hashes[SHA256.HashSizeInBytes..]);
        return CryptographicOperations.FixedTimeEquals(hashes[..SHA256.HashSizeInBytes], hashes[SHA256.HashSizeInBytes..]);
    }
}
