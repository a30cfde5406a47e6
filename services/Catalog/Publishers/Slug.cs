using System.Text;
using Engagement.Missions;

namespace Engagement.Catalog.Publishers;

/// <summary>The short name of a partner in commands and settings: <c>Réserve Civique</c> is <c>reserve-civique</c>.</summary>
internal static class Slug
{
    /// <summary>Empty when the name has no letter or digit.</summary>
    internal static string Of(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var c in TextFold.Fold(name))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-');
    }
}
