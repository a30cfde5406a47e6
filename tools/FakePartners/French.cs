namespace Engagement.FakePartners;

/// <summary>Names of towns inside sentences: au Havre, d'Épinal, des Abymes.</summary>
internal static class French
{
    private const string Vowels = "AEIOUYÀÂÉÈÊËÎÏÔÙÛÜ";

    internal static string At(string town) => Contract(town, "au ", "aux ") ?? $"à {town}";

    internal static string Of(string town) =>
        Contract(town, "du ", "des ") ?? (Vowels.Contains(town[0], StringComparison.Ordinal) ? $"d'{town}" : $"de {town}");

    /// <summary>Puts a town in the place of <c>{ville}</c>, with the preposition before it.</summary>
    internal static string Fill(string text, string town) => text
        .Replace("à {ville}", At(town), StringComparison.Ordinal)
        .Replace("de {ville}", Of(town), StringComparison.Ordinal)
        .Replace("{ville}", town, StringComparison.Ordinal);

    private static string? Contract(string town, string one, string many) =>
        town.StartsWith("Le ", StringComparison.Ordinal) ? one + town[3..]
        : town.StartsWith("Les ", StringComparison.Ordinal) ? many + town[4..]
        : null;
}
