using System.Text;

namespace Engagement.Missions.Places;

/// <summary>What a geocoder is asked, made comparable: two spellings of one address are asked once.</summary>
public static class GeocodingKey
{
    // A longer one is no address that a geocoder knows. An index row has room for it, whatever its letters.
    private const int Longest = 300;

    /// <summary>The key of an address that a geocoder could place better than the table of communes does; null when it could not.</summary>
    public static string? Of(MissionAddress address)
    {
        if (address.Precision == GeoPrecision.Given || address.Street is null || !Countries.IsFrench(address.Country) || (address.PostalCode ?? address.City) is null)
        {
            return null;
        }

        var key = new StringBuilder(address.Street.Length + 40);
        Append(key, address.Street);
        Append(key.Append('|'), address.PostalCode);
        Append(key.Append('|'), address.City);
        return key.Length <= Longest ? key.ToString() : null;
    }

    private static void Append(StringBuilder key, string? text)
    {
        var isNew = false;
        foreach (var c in text is null ? "" : TextFold.Fold(text))
        {
            if (!char.IsLetterOrDigit(c))
            {
                isNew = key.Length > 0 && key[^1] != '|';
                continue;
            }

            if (isNew)
            {
                key.Append(' ');
            }

            key.Append(c);
            isNew = false;
        }
    }
}
