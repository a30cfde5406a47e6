using System.Globalization;
using System.Xml;

namespace Engagement.Missions;

/// <summary>
/// Judges missions that a partner sends without a feed by the very rules of feeds: what differs is only where the values come from.
/// One reader per submission, so that missions that disagree on a structure are told.
/// </summary>
/// <param name="settings">What holds for missions that do not say it themselves.</param>
public sealed class SubmissionReader(FeedSettings? settings = null)
{
    private readonly MissionNormaliser _normaliser = new(settings ?? new FeedSettings());
    private readonly RawMission _raw = new();
    private readonly Remarks _remarks = new();
    private int _position;

    /// <summary>The mission, normalised and judged; its remarks have no line.</summary>
    public FeedItem Read(SubmittedMission mission)
    {
        _raw.Begin(++_position, line: 0);
        foreach (var (name, values) in mission.Fields)
        {
            Read(name, values);
        }

        foreach (var address in mission.Addresses.Take(TextLimits.Values))
        {
            _raw.Addresses.Add(Read(address));
        }

        if (mission.Addresses.Count > TextLimits.Values)
        {
            WarnOfTooMany("addresses");
        }

        var item = _normaliser.Normalise(_raw, _remarks);
        _remarks.Clear();
        return item;
    }

    private void Read(string name, IReadOnlyList<string> values)
    {
        if (!FeedFields.TryGet(name, out var field, out var shape))
        {
            _remarks.Warn(FeedCodes.UnknownElement, new RawValue(null, name, 0),
                $"Le champ « {RawValue.Show(name)} » ne fait pas partie du format : il est ignoré.");
            return;
        }

        if (shape != FeedShape.List)
        {
            _raw.TrySet(field, Bounded(Value(name, values.Count == 0 ? null : values[0]), shape));
            return;
        }

        // Says that the field was given; its values are items, which may hold commas.
        _raw.TrySet(field, new RawValue(null, name, 0));
        _raw.Items(field).AddRange(values.Take(TextLimits.Values).Select(v => Bounded(Value(name, v), shape).Text ?? ""));
        if (values.Count > TextLimits.Values)
        {
            WarnOfTooMany(name);
        }
    }

    private RawAddress Read(SubmittedAddress address)
    {
        var raw = RawAddress.At(0);
        raw.Street = Text("street", address.Street);
        raw.PostalCode = Text("postalCode", address.PostalCode);
        raw.City = Text("city", address.City);
        raw.DepartmentCode = Text("departmentCode", address.DepartmentCode);
        raw.DepartmentName = Text("departmentName", address.DepartmentName);
        raw.Region = Text("region", address.Region);
        raw.Country = Text("country", address.Country);
        raw.Lat = Number("lat", address.Lat);
        raw.Lon = Number("lon", address.Lon);
        return raw;
    }

    private RawValue Text(string name, string? text) => Bounded(Value(name, text), FeedShape.Text);

    private static RawValue Number(string name, double? number) => new(number?.ToString("R", CultureInfo.InvariantCulture), name, 0);

    /// <summary>What XML cannot hold, nor a database, separates words.</summary>
    internal static RawValue Value(string name, string? text)
    {
        if (text is not null && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return new RawValue(FeedParser.Trim(text), name, 0);
        }

        var clean = text is null ? null : string.Create(text.Length, text, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                var isPair = i + 1 < source.Length && char.IsSurrogatePair(source[i], source[i + 1]);
                span[i] = isPair || XmlConvert.IsXmlChar(source[i]) ? source[i] : ' ';
                if (isPair)
                {
                    span[++i] = source[i];
                }
            }
        });
        return new RawValue(FeedParser.Trim(clean), name, 0);
    }

    private RawValue Bounded(RawValue value, FeedShape shape) => Bounded(value, shape, _remarks);

    internal static RawValue Bounded(RawValue value, FeedShape shape, Remarks remarks) =>
        shape is FeedShape.Html or FeedShape.List ? value : BoundedText.WithinRaw(value, remarks);

    private void WarnOfTooMany(string name) => _remarks.Warn(
        FeedCodes.TooManyValues, new RawValue(null, name, 0), $"Il y a plus de {TextLimits.Values} valeurs : les suivantes sont ignorées.");
}
