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

        foreach (var address in mission.Addresses)
        {
            if (!_raw.TryAdd(Read(address), "addresses", _remarks))
            {
                break;
            }
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
        foreach (var value in values)
        {
            if (!_raw.TryAdd(field, Bounded(Value(name, value), shape), _remarks))
            {
                return;
            }
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
}
