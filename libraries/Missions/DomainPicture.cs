using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Missions;

/// <summary>
/// The picture of a mission whose partner sends none: chosen by domain, and among the domain's by the partner's identifier, so that a mission
/// always shows the same one. The pictures are plain shapes in the colour of the domain, drawn here: nothing to fetch, nothing to license.
/// </summary>
public static class DomainPicture
{
    /// <summary>How many pictures each domain has.</summary>
    public const int Variants = 4;

    private const int Width = 640;
    private const int Height = 360;

    /// <summary>Path of a mission's picture below wherever pictures are served: <c>education-3.svg</c>.</summary>
    public static string FileName(string? domain, string clientId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(clientId));
        return string.Create(CultureInfo.InvariantCulture, $"{Known(domain)}-{(hash[0] % Variants) + 1}.svg");
    }

    /// <summary>The picture of a file name, as SVG; null when there is none of that name.</summary>
    public static string? Svg(string fileName)
    {
        var dash = fileName.LastIndexOf('-');
        var domain = dash < 0 ? -1 : IndexOf(fileName[..dash]);
        if (domain < 0 || fileName[(dash + 1)..] is not [>= '1' and <= (char)('0' + Variants), '.', 's', 'v', 'g'])
        {
            return null;
        }

        return Draw(domain, fileName[dash + 1] - '0');
    }

    private static string Draw(int domain, int variant)
    {
        var hue = domain * 360 / Taxonomy.Domains.Count;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"presentation\">");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"hsl({hue} 45% 88%)\"/>");
        for (var i = 0; i < 5; i++)
        {
            var (x, y) = ((domain * 137 + variant * 211 + i * 149) % Width, (domain * 89 + variant * 97 + i * 113) % Height);
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x}\" cy=\"{y}\" r=\"{50 + (i * 23)}\" fill=\"hsl({hue} 50% {78 - (i * 7)}%)\" fill-opacity=\"0.6\"/>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static string Known(string? domain) => domain is not null && IndexOf(domain) >= 0 ? domain : "autre";

    private static int IndexOf(string domain)
    {
        for (var i = 0; i < Taxonomy.Domains.Count; i++)
        {
            if (Taxonomy.Domains[i].Code == domain)
            {
                return i;
            }
        }

        return -1;
    }
}
