using System.Globalization;
using System.Text;
using System.Xml;

namespace Engagement.Missions;

// How the values of fields are read.
internal sealed partial class FeedParser
{
    private static readonly char[] WhiteSpace = [' ', '\t', '\n', '\r', '\u00A0', '\uFEFF'];

    private void ReadList(RawMission mission, FeedField field)
    {
        var (element, line) = (_xml.LocalName, Line);
        var text = new NodeText();
        if (!_xml.IsEmptyElement)
        {
            var depth = _xml.Depth;
            while (Advance() && _xml.Depth > depth)
            {
                if (_xml.NodeType != XmlNodeType.Element)
                {
                    text.Append(_xml.Value);
                }
                else if (_xml.LocalName is "value" or "item")
                {
                    mission.TryAdd(field, ReadText(), _remarks);
                }
                else
                {
                    SkipUnknown();
                }
            }
        }

        // Each of its values has a bound; together they have that of a mission.
        var value = new RawValue(Trim(text.ToString()), element, line);
        if (!value.HasText || !mission[field].HasText)
        {
            mission.TrySet(field, value);
            return;
        }

        // One part more than the list may have makes the warning.
        foreach (var part in value.Text!.Split(',', TextLimits.Values + 1))
        {
            if (!mission.TryAdd(field, value with { Text = part }, _remarks))
            {
                return;
            }
        }
    }

    private void ReadAddresses(RawMission mission)
    {
        foreach (var element in Children())
        {
            if (element is "address" or "value" or "item")
            {
                mission.TryAdd(ReadAddress(out _), element, _remarks);
            }
            else
            {
                SkipUnknown();
            }
        }
    }

    /// <summary>A flat address is text; some emitters put the object there instead.</summary>
    private void ReadStreetOrAddress(RawMission mission)
    {
        var (element, line) = (_xml.LocalName, Line);
        var address = ReadAddress(out var isObject);
        if (isObject)
        {
            mission.TryAdd(address, element, _remarks);
            return;
        }

        Set(mission, FeedField.Street, address.Street with { Element = element, Line = line });
    }

    /// <summary>An address from its children; bare text is its street.</summary>
    private RawAddress ReadAddress(out bool isObject)
    {
        var address = RawAddress.At(Line);
        isObject = false;
        if (_xml.IsEmptyElement)
        {
            return address;
        }

        var (element, depth) = (_xml.LocalName, _xml.Depth);
        var text = new NodeText();
        while (Advance() && _xml.Depth > depth)
        {
            if (_xml.NodeType == XmlNodeType.Element)
            {
                isObject = true;
                ReadAddressPart(address);
            }
            else
            {
                text.Append(_xml.Value);
            }
        }

        if (!isObject)
        {
            address.Street = BoundedText.WithinRaw(new RawValue(Trim(text.ToString()), element, address.Line), _remarks);
        }

        return address;
    }

    private void ReadAddressPart(RawAddress address)
    {
        switch (_xml.LocalName)
        {
            case "street" or "address" or "adresse": address.Street = Once(address.Street); break;
            case "postalCode": address.PostalCode = Once(address.PostalCode); break;
            case "city": address.City = Once(address.City); break;
            case "departmentCode": address.DepartmentCode = Once(address.DepartmentCode); break;
            case "departmentName": address.DepartmentName = Once(address.DepartmentName); break;
            case "region": address.Region = Once(address.Region); break;
            case "country" or "countryCode": address.Country = Once(address.Country); break;
            case "lonlat" or "lonLat": address.LonLat = Once(address.LonLat); break;
            case "location": ReadLocation(address); break;
            default: SkipUnknown(); break;
        }
    }

    /// <summary>The value held, or else that of the element: as for a mission's own elements, the first that is not blank counts.</summary>
    private RawValue Once(RawValue held)
    {
        var value = ReadText();
        if (held.HasText && value.HasText && !string.Equals(held.Text, value.Text, StringComparison.Ordinal))
        {
            WarnRepeated(value);
        }

        return held.HasText ? held : value;
    }

    private void ReadLocation(RawAddress address)
    {
        foreach (var element in Children())
        {
            switch (element)
            {
                case "lat": address.Lat = Once(address.Lat); break;
                case "lon": address.Lon = Once(address.Lon); break;
                default: SkipUnknown(); break;
            }
        }
    }

    private RawValue ReadText()
    {
        var (element, line) = (_xml.LocalName, Line);
        if (_xml.IsEmptyElement)
        {
            return new RawValue(null, element, line);
        }

        var depth = _xml.Depth;
        var text = new NodeText();
        while (Advance() && _xml.Depth > depth)
        {
            if (_xml.NodeType == XmlNodeType.Element)
            {
                NoteUnknown();
            }
            else if (_xml.NodeType != XmlNodeType.EndElement)
            {
                text.Append(_xml.Value);
            }
        }

        return BoundedText.WithinRaw(new RawValue(Trim(text.ToString()), element, line), _remarks);
    }

    /// <summary>As text; markup that the partner forgot to escape is put together again as HTML.</summary>
    private RawValue ReadHtml()
    {
        var (element, line) = (_xml.LocalName, Line);
        if (_xml.IsEmptyElement)
        {
            return new RawValue(null, element, line);
        }

        var depth = _xml.Depth;
        var text = new NodeText();
        StringBuilder? html = null;
        while (Advance() && _xml.Depth > depth)
        {
            if (_xml.NodeType == XmlNodeType.Element && html is null)
            {
                html = new StringBuilder(System.Net.WebUtility.HtmlEncode(text.ToString()));
                _remarks.Warn(FeedCodes.MarkupNotEscaped, new RawValue(null, element, line), $"<{element}> contient des balises HTML non échappées : placez-le dans une section CDATA.");
            }

            if (html is null)
            {
                text.Append(_xml.Value);
            }
            else
            {
                AppendMarkup(html);
            }
        }

        return new RawValue(Trim(html?.ToString() ?? text.ToString()), element, line);
    }

    private void AppendMarkup(StringBuilder html)
    {
        switch (_xml.NodeType)
        {
            case XmlNodeType.Element:
                var empty = _xml.IsEmptyElement;
                html.Append('<').Append(_xml.LocalName);
                if (_xml.GetAttribute("href") is { } href)
                {
                    html.Append(CultureInfo.InvariantCulture, $" href=\"{System.Net.WebUtility.HtmlEncode(href)}\"");
                }

                html.Append('>');
                if (empty && _xml.LocalName != "br")
                {
                    html.Append(CultureInfo.InvariantCulture, $"</{_xml.LocalName}>");
                }

                break;
            case XmlNodeType.EndElement when _xml.LocalName != "br":
                html.Append(CultureInfo.InvariantCulture, $"</{_xml.LocalName}>");
                break;
            case XmlNodeType.CDATA:
                html.Append(_xml.Value);
                break;
            default:
                html.Append(System.Net.WebUtility.HtmlEncode(_xml.Value));
                break;
        }
    }

    /// <summary>The text of an element, which comments and CDATA divide into any number of nodes. Nearly always there is one.</summary>
    private struct NodeText
    {
        private string? _first;
        private StringBuilder? _all;

        internal void Append(string text)
        {
            if (_first is null)
            {
                _first = text;
                return;
            }

            (_all ??= new StringBuilder(_first)).Append(text);
        }

        public override readonly string? ToString() => _all?.ToString() ?? _first;
    }

    internal static string? Trim(string? text)
    {
        var trimmed = text?.Trim(WhiteSpace);
        return string.IsNullOrEmpty(trimmed) ? null : trimmed;
    }
}
