using System.Text;

namespace Engagement.Missions;

/// <summary>Judges the host structure of a mission and finds its key inside the partner.</summary>
internal static class OrganizationNormaliser
{
    /// <summary>The structure, or null when the mission names none.</summary>
    internal static OrganizationContent? Read(RawMission raw, Remarks remarks)
    {
        var name = PlainText.Line(raw[FeedField.OrganizationName].Text);
        if (name is not null && PlainText.IsBadlyEncoded(name))
        {
            remarks.Refuse(FeedCodes.OrganizationNameBadlyEncoded, raw[FeedField.OrganizationName], "Le nom de la structure est mal encodé : envoyez-le en UTF-8, sans entités HTML encodées deux fois.");
        }

        var clientId = raw[FeedField.OrganizationClientId].Text;
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
            remarks.Warn(FeedCodes.OrganizationNameMissing, raw[FeedField.OrganizationName], $"La structure « {key} » n'a pas de nom : renseignez organizationName.");
        }

        return Complete(new OrganizationContent { Key = key, Name = name ?? key, ClientId = clientId, Rna = rna, Siren = siren, Siret = siret }, raw, remarks);
    }

    private static OrganizationContent Complete(OrganizationContent organization, RawMission raw, Remarks remarks) => organization with
    {
        Url = WebAddress(raw[FeedField.OrganizationUrl], remarks) ?? WebAddress(raw[FeedField.OrganizationWebsite], remarks),
        Logo = WebAddress(raw[FeedField.OrganizationLogo], remarks),
        Description = Description(raw[FeedField.OrganizationDescription].Text),
        LegalStatus = PlainText.Line(raw[FeedField.OrganizationLegalStatus].Text),
        Type = PlainText.Line(raw[FeedField.OrganizationType].Text),
        Address = PlainText.Line(raw[FeedField.OrganizationFullAddress].Text),
        PostalCode = PlainText.Line(raw[FeedField.OrganizationPostCode].Text),
        City = PlainText.Line(raw[FeedField.OrganizationCity].Text),
        Beneficiaries = FeedValues.List(raw, FeedField.OrganizationBeneficiaries),
        Actions = FeedValues.List(raw, FeedField.OrganizationActions),
        Networks = FeedValues.List(raw, FeedField.OrganizationNetworks),
        ParentName = PlainText.Line(raw[FeedField.ParentOrganizationName].Text),
    };

    internal static string? WebAddress(RawValue value, Remarks remarks)
    {
        if (!value.HasText || FeedValues.IsWebAddress(value.Text!))
        {
            return value.HasText ? value.Text : null;
        }

        remarks.Warn(FeedCodes.UrlInvalid, value, $"L'adresse « {value.Text} » n'est pas une URL http(s) complète : elle est ignorée.");
        return null;
    }

    private static string? Description(string? text)
    {
        var plain = text is null ? null : RichText.Read(text)?.Text;
        return string.IsNullOrEmpty(plain) ? null : plain;
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
            remarks.Warn(FeedCodes.RnaInvalid, value, $"« {value.Text} » n'est pas un numéro RNA (W suivi de neuf caractères) : il est ignoré.");
        }

        return rna;
    }

    private static (string? Siren, string? Siret) SirenAndSiret(RawMission raw, Remarks remarks)
    {
        var siretValue = raw[FeedField.OrganizationSiret];
        var siret = siretValue.HasText ? OrganizationNumbers.Siret(siretValue.Text!) : null;
        if (siretValue.HasText && siret is null)
        {
            remarks.Warn(FeedCodes.SiretInvalid, siretValue, $"« {siretValue.Text} » n'est pas un SIRET valide (quatorze chiffres) : il est ignoré.");
        }

        var sirenValue = raw[FeedField.OrganizationSiren];
        if (!sirenValue.HasText)
        {
            return (siret?[..9], siret);
        }

        var siren = OrganizationNumbers.Siren(sirenValue.Text!);
        var carried = siren is null ? OrganizationNumbers.Siret(sirenValue.Text!) : null;
        if (siren is null && carried is null)
        {
            remarks.Warn(FeedCodes.SirenInvalid, sirenValue, $"« {sirenValue.Text} » n'est pas un SIREN valide (neuf chiffres) : il est ignoré.");
        }

        siret ??= carried;
        return (siren ?? siret?[..9], siret);
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
