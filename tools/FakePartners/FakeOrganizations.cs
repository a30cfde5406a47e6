using System.Globalization;
using Engagement.Missions;

namespace Engagement.FakePartners;

/// <summary>Plausible host structures, with valid numbers of their own.</summary>
internal static class FakeOrganizations
{
    private static readonly string[] Kinds = ["Association", "Collectif", "Maison", "Atelier", "Réseau", "Club", "Amis", "Fédération", "Centre social", "Entraide"];
    private static readonly string[] Names =
        ["Les Tilleuls", "Le Fil d'Or", "L'Escale", "Horizons", "La Passerelle", "Main tendue", "Le Phare", "Grandir ensemble", "Les Quatre Saisons", "Terre commune", "L'Étincelle", "Cœur de ville", "Le Relais", "Nouvel Élan", "La Boussole", "Les Colibris"];

    private static readonly string[] Networks = ["Union des associations locales", "Fédération des centres sociaux", "Réseau national d'entraide"];
    private static readonly string[] PublicKinds = ["Mairie", "Centre communal d'action sociale", "Office municipal des sports", "Médiathèque", "Lycée", "Centre hospitalier"];
    private static readonly string[] Streets = ["rue des Lilas", "avenue de la République", "place du Marché", "rue Jean-Jaurès", "chemin des Écoliers", "rue Simone-Veil"];

    /// <summary>Structure number n of a seed; public bodies have no RNA, nor have associations of Alsace-Moselle.</summary>
    internal static OrganizationContent Create(int seed, int number, bool mostlyPublic, Town commune)
    {
        var dice = Dice.For(seed, "organization", number);
        var isPublic = dice.Chance(mostlyPublic ? 55 : 6);
        var name = $"{(isPublic ? dice.Pick(PublicKinds) : $"{dice.Pick(Kinds)} {dice.Pick(Names)}")} {French.Of(commune.Name)}";
        var siren = Siren(ref dice, isPublic);
        var street = $"{dice.Next(180) + 1} {dice.Pick(Streets)}";
        var key = string.Create(CultureInfo.InvariantCulture, $"org-{number:D5}");
        return new OrganizationContent
        {
            Key = key,
            ClientId = key,
            Name = name,
            Rna = isPublic || HasNoRna(commune) ? null : Rna(ref dice, commune),
            Siren = siren,
            Siret = dice.Chance(60) ? Siret(siren, dice.Next(40) + 1) : null,
            Url = $"https://{key}.example.org",
            Logo = $"https://{key}.example.org/logo.png",
            Description = $"{name} agit {French.At(commune.Name)} depuis {1950 + dice.Next(70)}, avec {dice.Next(60) + 5} bénévoles et {dice.Next(8)} salariés.",
            LegalStatus = isPublic ? "Établissement public" : "Association",
            Type = isPublic ? "établissement public" : "1901",
            Address = $"{street} {commune.PostalCode} {commune.Name}",
            PostalCode = commune.PostalCode,
            City = commune.Name,
            Beneficiaries = ["Tous publics"],
            Networks = !isPublic && dice.Chance(35) ? [dice.Pick(Networks)] : [],
        };
    }

    internal static string Street(ref Dice dice) => string.Create(CultureInfo.InvariantCulture, $"{dice.Next(180) + 1} {dice.Pick(Streets)}");

    private static bool HasNoRna(Town commune) => commune.PostalCode[..2] is "57" or "67" or "68";

    private static string Rna(ref Dice dice, Town commune)
    {
        var area = commune.PostalCode.StartsWith("97", StringComparison.Ordinal) ? "9R" : commune.PostalCode[..2];
        return string.Create(CultureInfo.InvariantCulture, $"W{area}{dice.Next(10_000_000):D7}");
    }

    private static string Siren(ref Dice dice, bool isPublic)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"{(isPublic ? 2 : 3 + dice.Next(6))}{dice.Next(10_000_000):D7}");
        return WithCheckDigit(digits, candidate => OrganizationNumbers.Siren(candidate) is not null);
    }

    private static string Siret(string siren, int establishment) =>
        WithCheckDigit(string.Create(CultureInfo.InvariantCulture, $"{siren}{establishment:D4}"), candidate => OrganizationNumbers.Siret(candidate) is not null);

    private static string WithCheckDigit(string digits, Func<string, bool> isValid) =>
        Enumerable.Range(0, 10).Select(d => digits + (char)('0' + d)).First(isValid);
}
