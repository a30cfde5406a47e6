using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Importer.Sessions;

/// <summary>Asks Search, which has every key's hash from the change log, who holds a key; a revoked one is unknown within a second.</summary>
internal sealed class KeyHolders(IHttpClientFactory clients)
{
    internal const string Client = "importer-keys";

    internal static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The holder, or null when the key is unknown, expired or revoked.</summary>
    /// <exception cref="HttpRequestException">Search does not answer.</exception>
    internal async Task<Partner?> Find(string hash, CancellationToken ct)
    {
        using var client = clients.CreateClient(Client);
        using var response = await client.GetAsync($"/internal/search/keys/{hash}", ct);
        return response.StatusCode == HttpStatusCode.NotFound
            ? null
            : await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Partner>(ct);
    }
}
