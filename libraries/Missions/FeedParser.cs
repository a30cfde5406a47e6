using System.Xml;

namespace Engagement.Missions;

/// <summary>
/// Walks the XML of a feed and fills one <see cref="RawMission"/> after the other, in constant memory. Each Read… method begins on the start
/// tag of its element and ends on its end tag.
/// </summary>
internal sealed partial class FeedParser
{
    private readonly XmlReader _xml;
    private readonly IXmlLineInfo _lines;
    private readonly PullStream _stream;
    private readonly int _maxDepth;
    private readonly int _maxMissions;
    private readonly UnknownNames _unknown = new();
    private readonly Remarks _feedRemarks = new();
    private string? _root;
    private Remarks _remarks;

    internal FeedParser(PullStream stream, FeedLimits limits)
    {
        _stream = stream;
        (_maxDepth, _maxMissions) = (limits.MaxDepth, limits.MaxMissions);
        var settings = new XmlReaderSettings
        {
            // For its larger buffer: what a tag costs grows with the number of times that the buffer is filled.
            Async = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        var encoding = FeedEncoding.Of(stream.Begin(out var isMarkedUtf8), isMarkedUtf8);
        _xml = encoding is null ? XmlReader.Create(stream, settings) : XmlReader.Create(new StreamReader(stream, encoding), settings);
        _lines = (IXmlLineInfo)_xml;
        _remarks = _feedRemarks;
        Facts = new FeedFacts();
    }

    internal FeedFacts Facts { get; private set; }

    internal int Line => _lines.LineNumber + _stream.LinesSkipped;

    /// <summary>Reads the next mission; false after the last, when the document has been read to its end.</summary>
    internal bool ReadMission(RawMission mission, Remarks remarks)
    {
        _remarks = _feedRemarks;
        while (Advance())
        {
            if (_xml.NodeType != XmlNodeType.Element || EntersRoot())
            {
                NoteStrayText(_root);
                continue;
            }

            if (_xml.LocalName == "mission")
            {
                Facts = Facts.Missions < _maxMissions
                    ? Facts with { Missions = Facts.Missions + 1 }
                    : throw FeedException.TooManyMissions(_maxMissions, Line);
                _remarks = remarks;
                mission.Begin(Facts.Missions, Line);
                ReadFields(mission);
                return true;
            }

            ReadFeedFact();
        }

        Finish(complete: true);
        return false;
    }

    /// <summary>Takes stock when the reading ends, well or not.</summary>
    internal void Finish(bool complete) =>
        Facts = Facts with { Complete = complete, Bytes = _stream.BytesRead, Warnings = _feedRemarks.Warnings };

    private bool EntersRoot()
    {
        if (_root is null)
        {
            _root = _xml.LocalName;
            return _root switch
            {
                "source" or "missions" => true,
                "mission" => false,
                _ => throw new FeedException(
                    FeedException.NotAFeed, Line, $"La racine du document est <{RawValue.Show(_root)}> : un flux de missions commence par <source> ou <missions>. Vérifiez l'adresse du flux."),
            };
        }

        // Some emitters write source > missions > mission.
        return _xml.Depth == 1 && _xml.LocalName == "missions";
    }

    private void ReadFeedFact()
    {
        var name = _xml.LocalName;
        switch (name)
        {
            case "publisher": Facts = Facts with { PublisherName = ReadText().Text }; break;
            case "publisherurl": Facts = Facts with { PublisherUrl = ReadText().Text }; break;
            case "lastBuildDate": Facts = Facts with { LastBuildDate = ReadText().Text }; break;
            default: SkipUnknown(); break;
        }

        _stream.Mark();
    }

    private void ReadFields(RawMission mission)
    {
        _stream.Mark();
        foreach (var element in Children())
        {
            if (!FeedFields.TryGet(element, out var field, out var shape))
            {
                SkipUnknown();
                continue;
            }

            switch (shape)
            {
                case FeedShape.Html: Set(mission, field, ReadHtml()); break;
                case FeedShape.List: ReadList(mission, field); break;
                case FeedShape.Addresses: ReadAddresses(mission); break;
                case FeedShape.Street: ReadStreetOrAddress(mission); break;
                case FeedShape.Location: ReadLocation(mission.Flat); break;
                default: Set(mission, field, ReadText()); break;
            }
        }
    }

    private void Set(RawMission mission, FeedField field, RawValue value)
    {
        if (!mission.TrySet(field, value))
        {
            WarnRepeated(value);
        }
    }

    private void WarnRepeated(RawValue value) =>
        _remarks.Warn(FeedCodes.FieldRepeated, value, $"<{value.Element}> est présent plusieurs fois avec des valeurs différentes : seule la première est retenue.");

    /// <summary>Names of the child elements, the parser standing on each in turn; whoever takes one reads it to its end tag.</summary>
    private IEnumerable<string> Children()
    {
        if (_xml.IsEmptyElement)
        {
            yield break;
        }

        var (parent, depth) = (_xml.LocalName, _xml.Depth);
        while (Advance() && _xml.Depth > depth)
        {
            if (_xml.NodeType == XmlNodeType.Element)
            {
                yield return _xml.LocalName;
            }
            else
            {
                NoteStrayText(parent);
            }
        }
    }

    private void NoteStrayText(string? parent)
    {
        if (_xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && !string.IsNullOrWhiteSpace(_xml.Value))
        {
            _unknown.Note(
                _remarks, $"{parent}/text", new RawValue(null, parent!, Line), $"Le texte écrit directement dans <{parent}> est ignoré : écrivez-le dans l'un de ses éléments.");
        }
    }

    private void SkipUnknown()
    {
        NoteUnknown();
        if (_xml.IsEmptyElement)
        {
            return;
        }

        var depth = _xml.Depth;
        while (Advance() && _xml.Depth > depth)
        {
            // Read over, so that the bounds hold in what is ignored too.
        }
    }

    private void NoteUnknown() => _unknown.Note(_remarks, new RawValue(null, _xml.LocalName, Line),
        $"L'élément <{RawValue.Show(_xml.LocalName)}>");

    private bool Advance()
    {
        if (_xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
        {
            // A long text is here with its beginning only: its rest would count as part of the next tag.
            _stream.BeginText();
            _ = _xml.Value;
        }

        _stream.BeginTag();
        var isRead = _xml.Read();
        _stream.BeginText();
        if (!isRead)
        {
            return false;
        }

        return _xml.Depth <= _maxDepth ? true : throw new FeedException(
            FeedException.TooDeep, Line, $"Des éléments sont imbriqués sur plus de {_maxDepth} niveaux : ce n'est pas un flux de missions.");
    }
}
