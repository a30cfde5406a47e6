using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Engagement.Importer.Protection;

/// <summary>AES-256-GCM under a key derived from the secret of the settings: who has a copy of the database alone can open nothing.</summary>
internal sealed class KeyWrapping(string secret)
{
    private readonly byte[] key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), outputLength: 32, info: "engagement protection keys"u8.ToArray());

    internal string Wrap(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var (nonceSize, tagSize) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        var wrapped = new byte[nonceSize + tagSize + plain.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, nonceSize));
        using var aes = new AesGcm(key, tagSize);
        aes.Encrypt(wrapped.AsSpan(0, nonceSize), plain, wrapped.AsSpan(nonceSize + tagSize), wrapped.AsSpan(nonceSize, tagSize));
        return Convert.ToBase64String(wrapped);
    }

    /// <exception cref="CryptographicException">It was wrapped under another secret, or altered.</exception>
    internal string Unwrap(string text)
    {
        var wrapped = Convert.FromBase64String(text);
        var (nonceSize, tagSize) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        var plain = new byte[wrapped.Length - nonceSize - tagSize];
        using var aes = new AesGcm(key, tagSize);
        aes.Decrypt(wrapped.AsSpan(0, nonceSize), wrapped.AsSpan(nonceSize + tagSize), wrapped.AsSpan(nonceSize, tagSize), plain);
        return Encoding.UTF8.GetString(plain);
    }
}

/// <summary>How Data Protection wraps a key before it is stored.</summary>
internal sealed class WrapKey(KeyWrapping wrapping) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new XElement("wrapped", wrapping.Wrap(plaintextElement.ToString(SaveOptions.DisableFormatting))), typeof(UnwrapKey));
}

/// <summary>The way back; named in the stored key and made by the framework.</summary>
internal sealed class UnwrapKey : IXmlDecryptor
{
    private readonly KeyWrapping wrapping;

    public UnwrapKey(IServiceProvider services) => wrapping = services.GetRequiredService<KeyWrapping>();

    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(wrapping.Unwrap(encryptedElement.Value));
}
