using System.ComponentModel.DataAnnotations;
using Engagement.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Engagement.Importer.Protection;

/// <summary>Section <c>Protection</c>.</summary>
internal sealed class ProtectionOptions
{
    /// <summary>
    /// The secret that the keys of sessions and stored credentials are kept under, at least 32 characters; <c>Internal:Secret</c> when unset.
    /// Another one ends the sessions and makes stored credentials unreadable.
    /// </summary>
    [MinLength(32, ErrorMessage = "Protection:Secret is too short: use at least 32 random characters, or remove it to use Internal:Secret.")]
    public string? Secret { get; init; }
}

/// <summary>Entry of the feature: Data Protection whose keys every instance shares, wrapped, in the database.</summary>
internal static class ProtectionFeature
{
    internal static void AddProtection(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProtectionOptions>().BindConfiguration("Protection").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddDataProtection().SetApplicationName("engagement");
        builder.Services.AddSingleton(provider => new KeyWrapping(
            provider.GetRequiredService<IOptions<ProtectionOptions>>().Value.Secret ?? provider.GetRequiredService<IOptions<InternalOptions>>().Value.Secret));
        builder.Services.AddSingleton<ProtectionKeys>();
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = provider.GetRequiredService<ProtectionKeys>();
            options.XmlEncryptor = new WrapKey(provider.GetRequiredService<KeyWrapping>());
        }));
    }
}
