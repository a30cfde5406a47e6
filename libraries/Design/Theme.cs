using System.Reflection;
using System.Security.Cryptography;

namespace Engagement.Design;

/// <summary>The style sheet of every page.</summary>
public static class Theme
{
    internal static readonly byte[] Css = Read();

    /// <summary>Its address, which changes with its content.</summary>
    public static string Path { get; } = $"/design/theme.{Convert.ToHexStringLower(SHA256.HashData(Css).AsSpan(0, 6))}.css";

    private static byte[] Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("theme.css")
            ?? throw new InvalidOperationException("theme.css is not embedded.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
