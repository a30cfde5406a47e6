namespace Engagement.Missions;

/// <summary>A value as the partner wrote it, trimmed, with the element and the line where it stands.</summary>
internal readonly record struct RawValue(string? Text, string Element, int Line)
{
    /// <summary>True when there is something to read.</summary>
    internal bool HasText => !string.IsNullOrEmpty(Text);

    /// <summary>True when the partner wrote more than any field may hold, so that nothing is read.</summary>
    internal bool IsTooLong { get; init; }

    /// <summary>What of the value a sentence shows: its beginning, without what would turn the sentence round.</summary>
    internal string Shown => Show(Text ?? "");

    internal static string Show(string text)
    {
        const int Most = 200;
        var start = PlainText.WithoutControls(TextLimits.Cut(text, Most));
        return text.Length > Most ? start + "…" : start;
    }
}

/// <summary>The elements of one mission before any judgement. One instance is filled again and again.</summary>
internal sealed class RawMission
{
    private readonly RawValue[] _values = new RawValue[FeedFields.Count];
    private readonly List<string>?[] _items = new List<string>?[FeedFields.Count];
    private readonly List<RawAddress> _addresses = [];
    private bool _toldOfTooMany;

    internal int Line { get; private set; }

    internal int Position { get; private set; }

    internal IReadOnlyList<RawAddress> Addresses => _addresses;

    /// <summary>The location and lonlat of the flat address.</summary>
    internal RawAddress Flat { get; } = new();

    internal void Begin(int position, int line)
    {
        (Position, Line) = (position, line);
        Array.Clear(_values);
        Array.Clear(_items);
        _addresses.Clear();
        _toldOfTooMany = false;
        Flat.Clear(line);
    }

    internal RawValue this[FeedField field]
    {
        get
        {
            var value = _values[(int)field];
            return value.Element is null ? new RawValue(null, FeedFields.Name(field), Line) : value;
        }
    }

    /// <summary>Keeps the first value of a field; returns false when there was one already and this one is not blank.</summary>
    internal bool TrySet(FeedField field, RawValue value)
    {
        ref var held = ref _values[(int)field];
        if (held.HasText)
        {
            return !value.HasText || string.Equals(value.Text, held.Text, StringComparison.Ordinal);
        }

        held = value;
        return true;
    }

    /// <summary>Puts a value in the place of whatever the mission says.</summary>
    internal void Replace(FeedField field, RawValue value) => _values[(int)field] = value;

    /// <summary>
    /// Keeps a value of a list, from whatever element of the field; false, with one warning a mission, when the list has as many values as it may
    /// have.
    /// </summary>
    internal bool TryAdd(FeedField field, RawValue value, Remarks remarks)
    {
        var items = _items[(int)field] ??= [];
        if (!HasRoom(items.Count, value, remarks))
        {
            return false;
        }

        items.Add(value.Text ?? "");
        return true;
    }

    /// <summary>Keeps an address, wherever it stands in the mission; false, as for a list, when there are too many.</summary>
    /// <param name="address">The address.</param>
    /// <param name="element">The element that holds it.</param>
    /// <param name="remarks">Where the warning goes.</param>
    internal bool TryAdd(RawAddress address, string element, Remarks remarks)
    {
        if (!HasRoom(_addresses.Count, new RawValue(null, element, address.Line), remarks))
        {
            return false;
        }

        _addresses.Add(address);
        return true;
    }

    internal IReadOnlyList<string> ItemsOrNone(FeedField field) => _items[(int)field] ?? (IReadOnlyList<string>)[];

    private bool HasRoom(int count, RawValue value, Remarks remarks)
    {
        if (count >= TextLimits.Values && !_toldOfTooMany)
        {
            _toldOfTooMany = true;
            remarks.Warn(FeedCodes.TooManyValues, value, $"Il y a plus de {TextLimits.Values} valeurs : les suivantes sont ignorées.");
        }

        return count < TextLimits.Values;
    }
}

/// <summary>The elements of one address before any judgement.</summary>
internal sealed class RawAddress
{
    internal int Line { get; private set; }

    internal RawValue Street { get; set; }

    internal RawValue PostalCode { get; set; }

    internal RawValue City { get; set; }

    internal RawValue DepartmentCode { get; set; }

    internal RawValue DepartmentName { get; set; }

    internal RawValue Region { get; set; }

    internal RawValue Country { get; set; }

    internal RawValue Lat { get; set; }

    internal RawValue Lon { get; set; }

    /// <summary>"lon,lat", or what a partner believes to be so.</summary>
    internal RawValue LonLat { get; set; }

    internal void Clear(int line)
    {
        Line = line;
        Street = PostalCode = City = DepartmentCode = DepartmentName = Region = Country = Lat = Lon = LonLat = default;
    }

    internal static RawAddress At(int line)
    {
        var address = new RawAddress();
        address.Clear(line);
        return address;
    }
}
