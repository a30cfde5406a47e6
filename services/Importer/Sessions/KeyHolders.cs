using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Importer.Sessions;

/// <summary>Asks Search, which has every key from the change log, who holds a key; a revoked one opens nothing within a second.</summary>
internal sealed class KeyHolders(IHttpClientFactory clients)
{
    internal const string Client = "importer-keys";

    internal static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The holder of a key by the hash of its text, or null when it is unknown, expired or revoked.</summary>
    /// <exception cref="HttpRequestException">Search does not answer.</exception>
    internal async Task<Partner?> Find(string hash, CancellationToken ct) => (await Ask($"/internal/search/keys/{hash}", ct)).Partner;

    /// <summary>The holder of a key by its id; without one, whether the key has ended for good.</summary>
    /// <exception cref="HttpRequestException">Search does not answer.</exception>
    internal Task<(Partner? Partner, bool HasEnded)> Find(Guid keyId, CancellationToken ct) => Ask($"/internal/search/keys/{keyId}", ct);

    private async Task<(Partner? Partner, bool HasEnded)> Ask(string path, CancellationToken ct)
    {
        using var client = clients.CreateClient(Client);
        using var response = await client.GetAsync(path, ct);
        return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone
            ? (null, response.StatusCode == HttpStatusCode.Gone)
            : (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Partner>(ct), false);
    }
}
