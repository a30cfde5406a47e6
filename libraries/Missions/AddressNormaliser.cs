namespace Engagement.Missions;

/// <summary>Judges and completes the addresses of a mission.</summary>
internal static class AddressNormaliser
{
    internal static IReadOnlyList<MissionAddress> Read(RawMission mission, Remarks remarks)
    {
        if (mission.Addresses.Count > 0)
        {
            var addresses = new List<MissionAddress>(mission.Addresses.Count);
            var places = new HashSet<(string?, string?, string?, string, double?, double?)>();
            foreach (var raw in mission.Addresses)
            {
                // Two addresses of one identity are one.
                if (Read(raw, remarks) is { } address && places.Add((address.Street, address.PostalCode, address.City, address.Country, address.Lat, address.Lon)))
                {
                    addresses.Add(address);
                }
            }

            if (addresses.Count > 0)
            {
                return addresses;
            }
        }

        return Read(Flat(mission), remarks) is { } flat ? [flat] : [];
    }

    private static RawAddress Flat(RawMission mission)
    {
        var flat = mission.Flat;
        flat.Street = mission[FeedField.Street];
        flat.PostalCode = mission[FeedField.PostalCode];
        flat.City = mission[FeedField.City];
        flat.DepartmentCode = mission[FeedField.DepartmentCode];
        flat.DepartmentName = mission[FeedField.DepartmentName];
        flat.Region = mission[FeedField.Region];
        flat.Country = mission[FeedField.Country];
        flat.LonLat = mission[FeedField.LonLat];
        return flat;
    }

    private static MissionAddress? Read(RawAddress raw, Remarks remarks)
    {
        var country = Countries.Code(PlainText.Line(raw.Country.Text));
        if (country is null)
        {
            remarks.Refuse(FeedCodes.CountryUnknown, raw.Country,
                $"Le pays « {raw.Country.Shown} » est inconnu : donnez son code ISO à deux lettres (FR, BE…) ou « France ».");
            country = "FR";
        }

        var french = Countries.IsFrench(country);
        var postalCode = french ? FrenchPostalCode(raw.PostalCode, remarks) : BoundedText.Line(raw.PostalCode, remarks);
        var point = Coordinates.Read(raw, country, remarks);
        var address = new MissionAddress
        {
            Street = BoundedText.Line(raw.Street, remarks),
            PostalCode = postalCode,
            City = BoundedText.Line(raw.City, remarks),
            DepartmentCode = french ? DepartmentCode(raw, postalCode, remarks) : null,
            Region = french ? null : BoundedText.Line(raw.Region, remarks),
            Country = country,
            Lat = point?.Lat,
            Lon = point?.Lon,
            Precision = point is null ? GeoPrecision.None : GeoPrecision.Given,
        };
        if (!IsBlank(address))
        {
            return address;
        }

        if (raw.Region.HasText)
        {
            remarks.Warn(FeedCodes.RegionAlone, raw.Region, "Une région ne suffit pas à situer la mission : l'adresse est ignorée. Ajoutez la commune, le code postal ou le département.");
        }

        return null;
    }

    // "France" alone says nothing of where the mission is; another country does.
    private static bool IsBlank(MissionAddress address) =>
        address is { Street: null, PostalCode: null, City: null, DepartmentCode: null, Region: null, Lat: null, Country: "FR" };

    private static string? FrenchPostalCode(RawValue value, Remarks remarks)
    {
        if (!value.HasText)
        {
            return null;
        }

        var text = value.Text!;
        if (text.Length == 5 && text.All(char.IsAsciiDigit))
        {
            return text;
        }

        // "F-75011", "75 011", "75011 CEDEX 11" are read; so is the number of a spreadsheet that lost its zero.
        var digits = string.Concat(text.SkipWhile(c => !char.IsAsciiDigit(c)).Where(c => !char.IsWhiteSpace(c)).TakeWhile(char.IsAsciiDigit));
        switch (digits.Length)
        {
            case 4 when text.Length == 4:
                remarks.Warn(FeedCodes.PostalCodePadded, value, $"Le code postal « {text} » a perdu son zéro : il est lu « 0{text} ». Exportez-le comme du texte.");
                return "0" + text;
            case 5:
                return digits;
            default:
                remarks.Warn(FeedCodes.PostalCodeInvalid, value,
                    $"Le code postal « {value.Shown} » n'a pas cinq chiffres : il est ignoré.");
                return null;
        }
    }

    private static string? DepartmentCode(RawAddress raw, string? postalCode, Remarks remarks) =>
        Given(raw.DepartmentCode, remarks) ?? Given(raw.DepartmentName, remarks)
            ?? (postalCode is null ? null : Taxonomy.DepartmentOfPostalCode(postalCode)?.Code);

    private static string? Given(RawValue value, Remarks remarks)
    {
        if (PlainText.Line(value.Text) is not { } text)
        {
            return null;
        }

        var department = Taxonomy.Department(text);
        if (department is null)
        {
            remarks.Warn(FeedCodes.DepartmentUnknown, value,
                $"Le département « {value.Shown} » est inconnu : il est ignoré, et déduit du code postal s'il y en a un.");
        }

        return department?.Code;
    }
}
