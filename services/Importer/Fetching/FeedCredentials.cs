using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Engagement.Importer.Runs;
using Microsoft.AspNetCore.DataProtection;

namespace Engagement.Importer.Fetching;

/// <summary>The name and password that a partner's server asks for: kept encrypted, in clear only for the moment of a request.</summary>
internal sealed class FeedCredentials(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("Importer.FeedCredentials");

    internal byte[] Encrypt(string user, string password) => protector.Protect(Encoding.UTF8.GetBytes($"{user}:{password}"));

    /// <exception cref="RunFailure">The keys that encrypted them are gone.</exception>
    internal AuthenticationHeaderValue Header(byte[] encrypted)
    {
        try
        {
            return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(protector.Unprotect(encrypted)));
        }
        catch (CryptographicException e)
        {
            throw new RunFailure(FetchReasons.CredentialsLost, e);
        }
    }
}
