using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Engagement.GraphQL.Execution;

/// <summary>Writes values of no declared type: extensions, and custom scalars that take any JSON.</summary>
internal static class JsonValueWriter
{
    internal static void Write(ResponseBuffer buffer, object? value)
    {
        switch (value)
        {
            case null:
                buffer.WriteNull();
                break;
            case string text:
                buffer.WriteString(text);
                break;
            case bool flag:
                buffer.WriteBoolean(flag);
                break;
            case int or long or short or byte or uint or ushort or sbyte:
                buffer.WriteInt64(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double or float or decimal:
                if (!buffer.TryWriteDouble(Convert.ToDouble(value, CultureInfo.InvariantCulture)))
                {
                    buffer.WriteNull();
                }
                break;
            case JsonElement json:
                buffer.WriteRaw(Encoding.UTF8.GetBytes(json.GetRawText()));
                break;
            case IReadOnlyDictionary<string, object?> fields:
                WriteObject(buffer, fields);
                break;
            case IEnumerable items:
                WriteList(buffer, items);
                break;
            default:
                buffer.WriteString(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                break;
        }
    }

    private static void WriteObject(ResponseBuffer buffer, IReadOnlyDictionary<string, object?> fields)
    {
        buffer.WriteByte((byte)'{');
        var first = true;
        foreach (var (name, value) in fields)
        {
            if (!first)
            {
                buffer.WriteByte((byte)',');
            }
            first = false;
            buffer.WriteString(name);
            buffer.WriteByte((byte)':');
            Write(buffer, value);
        }
        buffer.WriteByte((byte)'}');
    }

    private static void WriteList(ResponseBuffer buffer, IEnumerable items)
    {
        buffer.WriteByte((byte)'[');
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                buffer.WriteByte((byte)',');
            }
            first = false;
            Write(buffer, item);
        }
        buffer.WriteByte((byte)']');
    }
}
