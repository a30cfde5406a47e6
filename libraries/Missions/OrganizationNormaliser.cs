using System.Text;

namespace Engagement.Missions;

/// <summary>Judges the host structure of a mission and finds its key inside the partner.</summary>
internal static class OrganizationNormaliser
{
    // Of a structure whose identifier is nothing but entities of white space.
    private const string NameOfNone = "?";

    /// <summary>The structure, or null when the mission names none.</summary>
    internal static OrganizationContent? Read(RawMission raw, Remarks remarks)
    {
        var given = raw[FeedField.OrganizationName];
        var name = PlainText.Line(given.Text);
        if (MissionNormaliser.IsTooLong(given, name, TextLimits.Title))
        {
            remarks.Refuse(FeedCodes.OrganizationNameTooLong, given,
                $"Le nom de la structure dépasse {TextLimits.Title} caractères : raccourcissez-le.");
        }

        if (name is not null && PlainText.IsBadlyEncoded(name))
        {
            remarks.Refuse(FeedCodes.OrganizationNameBadlyEncoded, raw[FeedField.OrganizationName], "Le nom de la structure est mal encodé : envoyez-le en UTF-8, sans entités HTML encodées deux fois.");
        }

        var identifier = raw[FeedField.OrganizationClientId];
        var clientId = BoundedText.Within(Identifier(identifier), TextLimits.Line, identifier, remarks);
        var rna = Rna(raw, remarks);
        var (siren, siret) = SirenAndSiret(raw, remarks);
        var key = clientId ?? rna ?? siret ?? siren ?? Slug(name);
        if (key is null)
        {
            remarks.Warn(FeedCodes.OrganizationMissing, raw[FeedField.OrganizationName], "La mission ne nomme pas de structure : le partenaire lui-même est considéré comme l'accueillant.");
            return null;
        }

        if (name is null)
        {
            remarks.Warn(FeedCodes.OrganizationNameMissing, raw[FeedField.OrganizationName],
                $"La structure « {RawValue.Show(key)} » n'a pas de nom : renseignez organizationName.");
        }

        return Complete(new OrganizationContent { Key = key, Name = name ?? PlainText.Line(TextLimits.Cut(key, TextLimits.Title)) ?? NameOfNone, ClientId = clientId, Rna = rna, Siren = siren, Siret = siret }, raw, remarks);
    }

    /// <summary>Without what no reader sees; on one line.</summary>
    private static string? Identifier(RawValue value) =>
        value.Text is { } text && PlainText.HasInvisible(text) ? FeedParser.Trim(PlainText.Identifier(text)) : value.Text;

    private static OrganizationContent Complete(OrganizationContent organization, RawMission raw, Remarks remarks) => organization with
    {
        Url = BoundedText.WebAddress(raw[FeedField.OrganizationUrl], remarks)
            ?? BoundedText.WebAddress(raw[FeedField.OrganizationWebsite], remarks),
        Logo = BoundedText.WebAddress(raw[FeedField.OrganizationLogo], remarks),
        Description = Description(raw[FeedField.OrganizationDescription], remarks),
        LegalStatus = BoundedText.Line(raw[FeedField.OrganizationLegalStatus], remarks),
        Type = BoundedText.Line(raw[FeedField.OrganizationType], remarks),
        Address = BoundedText.Line(raw[FeedField.OrganizationFullAddress], remarks),
        PostalCode = BoundedText.Line(raw[FeedField.OrganizationPostCode], remarks),
        City = BoundedText.Line(raw[FeedField.OrganizationCity], remarks),
        Beneficiaries = FeedValues.List(raw, FeedField.OrganizationBeneficiaries, remarks),
        Actions = FeedValues.List(raw, FeedField.OrganizationActions, remarks),
        Networks = FeedValues.List(raw, FeedField.OrganizationNetworks, remarks),
        ParentName = BoundedText.Line(raw[FeedField.ParentOrganizationName], remarks),
    };

    private static string? Description(RawValue value, Remarks remarks)
    {
        if (!value.HasText)
        {
            return null;
        }

        if (RichText.Read(value.Text!) is { } description)
        {
            return BoundedText.Within(description.Text.Length == 0 ? null : description.Text, TextLimits.Description, value, remarks);
        }

        remarks.Warn(
            FeedCodes.TextTooLong, value, $"« {value.Element} » dépasse {TextLimits.Markup} caractères, ou 3 000 balises : la valeur est ignorée.");
        return null;
    }

    private static string? Rna(RawMission raw, Remarks remarks)
    {
        var value = raw[FeedField.OrganizationRna];
        if (!value.HasText)
        {
            return null;
        }

        var rna = OrganizationNumbers.Rna(value.Text!);
        if (rna is null)
        {
            remarks.Warn(FeedCodes.RnaInvalid, value,
                $"« {value.Shown} » n'est pas un numéro RNA (W suivi de neuf caractères) : il est ignoré.");
        }

        return rna;
    }

    // Partners put either number under either name.
    private static (string? Siren, string? Siret) SirenAndSiret(RawMission raw, Remarks remarks)
    {
        var inSiret = Number(raw[FeedField.OrganizationSiret], FeedCodes.SiretInvalid, "SIRET valide (quatorze chiffres)", remarks);
        var inSiren = Number(raw[FeedField.OrganizationSiren], FeedCodes.SirenInvalid, "SIREN valide (neuf chiffres)", remarks);
        var siret = inSiret.Siret ?? inSiren.Siret;
        return (inSiren.Siren ?? inSiret.Siren ?? siret?[..9], siret);
    }

    private static (string? Siren, string? Siret) Number(RawValue value, string code, string expected, Remarks remarks)
    {
        if (!value.HasText)
        {
            return default;
        }

        var (siren, siret) = (OrganizationNumbers.Siren(value.Text!), OrganizationNumbers.Siret(value.Text!));
        if (siren is null && siret is null)
        {
            remarks.Warn(code, value, $"« {value.Shown} » n'est pas un {expected} : il est ignoré.");
        }

        return (siren, siret);
    }

    private static string? Slug(string? name)
    {
        if (name is null)
        {
            return null;
        }

        var slug = new StringBuilder(name.Length);
        foreach (var c in TextFold.Fold(name))
        {
            if (char.IsLetterOrDigit(c))
            {
                slug.Append(c);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString().Trim('-');
        return text.Length == 0 ? null : text;
    }
}
