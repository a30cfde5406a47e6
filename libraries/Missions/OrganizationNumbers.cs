namespace Engagement.Missions;

/// <summary>The numbers by which France knows a structure.</summary>
public static class OrganizationNumbers
{
    private const string LaPoste = "356000000";

    // Passes Luhn's check and stands for "none" in partners' forms.
    private const string NoNumber = "000000000";

    /// <summary>
    /// An RNA number, upper case and without punctuation: <c>W</c>, a digit, a digit or letter (overseas), seven digits. Null when it is none.
    /// </summary>
    public static string? Rna(string text)
    {
        var rna = Compact(text).ToUpperInvariant();
        return rna.Length == 10 && rna[0] == 'W' && char.IsAsciiDigit(rna[1]) && char.IsAsciiLetterOrDigit(rna[2]) && AllDigits(rna.AsSpan(3)) ? rna : null;
    }

    /// <summary>A SIREN: nine digits that pass Luhn's check. Null when it is none.</summary>
    public static string? Siren(string text)
    {
        var siren = Compact(text);
        return siren.Length == 9 && siren != NoNumber && AllDigits(siren) && PassesLuhn(siren) ? siren : null;
    }

    /// <summary>
    /// A SIRET: fourteen digits that pass Luhn's check; the establishments of La Poste pass when the sum of their digits is a multiple of five. Null when it is none.
    /// </summary>
    public static string? Siret(string text)
    {
        var siret = Compact(text);
        if (siret.Length != 14 || !AllDigits(siret) || siret.StartsWith(NoNumber, StringComparison.Ordinal))
        {
            return null;
        }

        var isLaPoste = siret.StartsWith(LaPoste, StringComparison.Ordinal) && siret.Sum(c => c - '0') % 5 == 0;
        return isLaPoste || PassesLuhn(siret) ? siret : null;
    }

    internal static string Compact(string text) =>
        text.All(char.IsAsciiLetterOrDigit) ? text : string.Concat(text.Where(char.IsAsciiLetterOrDigit));

    private static bool AllDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static bool PassesLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            var doubled = digit * 2;
            sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }
}
