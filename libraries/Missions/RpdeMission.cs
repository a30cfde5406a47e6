using System.Text.Json;

namespace Engagement.Missions;

/// <summary>Fills a <see cref="RawMission"/> from the <c>data</c> of an RPDE item: the names of the format, with the values that JSON can write.</summary>
internal sealed class RpdeMission(RawMission raw, Remarks remarks, UnknownNames unknown)
{
    internal void Fill(JsonElement data)
    {
        foreach (var member in data.EnumerateObject())
        {
            if (!FeedFields.TryGet(member.Name, out var field, out var shape))
            {
                NoteUnknown(member.Name);
            }
            else if (member.Value.ValueKind != JsonValueKind.Null)
            {
                Read(member.Name, member.Value, field, shape);
            }
        }
    }

    /// <summary>The text of a text or number, as it is written; null for whatever else.</summary>
    internal static string? Scalar(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? Scalar(value) : null;

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => null,
    };

    private void Read(string name, JsonElement value, FeedField field, FeedShape shape)
    {
        switch (shape)
        {
            case FeedShape.List: ReadList(name, value, field); break;
            case FeedShape.Addresses: ReadAddresses(name, value); break;
            case FeedShape.Street when value.ValueKind == JsonValueKind.Object: raw.TryAdd(Address(name, value), name, remarks); break;
            case FeedShape.Location: ReadLocation(raw.Flat, value); break;
            default: Set(field, Text(name, value, shape)); break;
        }
    }

    private void Set(FeedField field, RawValue value)
    {
        if (!raw.TrySet(field, value))
        {
            remarks.Warn(FeedCodes.FieldRepeated, value, $"« {value.Element} » est présent plusieurs fois avec des valeurs différentes : seule la première est retenue.");
        }
    }

    /// <summary>An array, or a text with commas as in XML.</summary>
    private void ReadList(string name, JsonElement value, FeedField field)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Set(field, Text(name, value, FeedShape.List));
            return;
        }

        // Says that the field was given; its values are items, which may hold commas.
        raw.TrySet(field, new RawValue(null, name, 0));
        foreach (var item in value.EnumerateArray())
        {
            if (!raw.TryAdd(field, Text(name, item, FeedShape.List), remarks))
            {
                return;
            }
        }
    }

    private void ReadAddresses(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            raw.TryAdd(Address(name, value), name, remarks);
            return;
        }

        foreach (var item in value.EnumerateArray())
        {
            if (!raw.TryAdd(Address(name, item), name, remarks))
            {
                return;
            }
        }
    }

    /// <summary>An address from its members; bare text is its street.</summary>
    private RawAddress Address(string name, JsonElement value)
    {
        var address = RawAddress.At(0);
        if (value.ValueKind != JsonValueKind.Object)
        {
            address.Street = Text(name, value, FeedShape.Text);
            return address;
        }

        foreach (var part in value.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null))
        {
            ReadAddressPart(address, part.Name, part.Value);
        }

        return address;
    }

    private void ReadAddressPart(RawAddress address, string name, JsonElement value)
    {
        switch (name)
        {
            case "street" or "address" or "adresse": address.Street = Text(name, value, FeedShape.Text); break;
            case "postalCode": address.PostalCode = Text(name, value, FeedShape.Text); break;
            case "city": address.City = Text(name, value, FeedShape.Text); break;
            case "departmentCode": address.DepartmentCode = Text(name, value, FeedShape.Text); break;
            case "departmentName": address.DepartmentName = Text(name, value, FeedShape.Text); break;
            case "region": address.Region = Text(name, value, FeedShape.Text); break;
            case "country" or "countryCode": address.Country = Text(name, value, FeedShape.Text); break;
            case "lonlat" or "lonLat": address.LonLat = Text(name, value, FeedShape.Text); break;
            case "lat": address.Lat = Text(name, value, FeedShape.Text); break;
            case "lon": address.Lon = Text(name, value, FeedShape.Text); break;
            case "location": ReadLocation(address, value); break;
            default: NoteUnknown(name); break;
        }
    }

    private void ReadLocation(RawAddress address, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var part in value.EnumerateObject())
        {
            switch (part.Name)
            {
                case "lat": address.Lat = Text(part.Name, part.Value, FeedShape.Text); break;
                case "lon": address.Lon = Text(part.Name, part.Value, FeedShape.Text); break;
                default: NoteUnknown(part.Name); break;
            }
        }
    }

    /// <summary>A value as text. Of an array where one value belongs the first is taken; the members of an object are no field.</summary>
    private RawValue Text(string name, JsonElement value, FeedShape shape)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                NoteUnknown(member.Name);
            }
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return SubmissionReader.Bounded(SubmissionReader.Value(name, Scalar(value)), shape, remarks);
        }

        var first = SubmissionReader.Value(name, value.EnumerateArray().Select(Scalar).FirstOrDefault());
        if (value.GetArrayLength() > 1)
        {
            remarks.Warn(FeedCodes.FieldRepeated, first, $"« {name} » est une liste là où une seule valeur est attendue : la première est retenue.");
        }

        return SubmissionReader.Bounded(first, shape, remarks);
    }

    private void NoteUnknown(string name) => unknown.Note(remarks, new RawValue(null, name, 0), $"Le champ « {RawValue.Show(name)} »");
}
