namespace Engagement.GraphQL.Execution;

/// <summary>Writes the member <c>errors</c>.</summary>
internal static class ErrorWriter
{
    internal static void Write(ResponseBuffer buffer, IReadOnlyList<GraphQLError> errors)
    {
        buffer.WriteRaw("\"errors\":["u8);
        for (var i = 0; i < errors.Count; i++)
        {
            if (i > 0)
            {
                buffer.WriteByte((byte)',');
            }
            Write(buffer, errors[i]);
        }
        buffer.WriteByte((byte)']');
    }

    private static void Write(ResponseBuffer buffer, GraphQLError error)
    {
        buffer.WriteRaw("{\"message\":"u8);
        buffer.WriteString(error.Message);
        if (error.Locations.Count > 0)
        {
            WriteLocations(buffer, error);
        }
        if (error.Path is { } path)
        {
            buffer.WriteRaw(",\"path\":"u8);
            JsonValueWriter.Write(buffer, path);
        }
        if (error.Code is not null || error.Extensions is { Count: > 0 })
        {
            WriteExtensions(buffer, error);
        }
        buffer.WriteByte((byte)'}');
    }

    private static void WriteLocations(ResponseBuffer buffer, GraphQLError error)
    {
        buffer.WriteRaw(",\"locations\":["u8);
        for (var i = 0; i < error.Locations.Count; i++)
        {
            buffer.WriteRaw(i == 0 ? "{\"line\":"u8 : ",{\"line\":"u8);
            buffer.WriteInt32(error.Locations[i].Line);
            buffer.WriteRaw(",\"column\":"u8);
            buffer.WriteInt32(error.Locations[i].Column);
            buffer.WriteByte((byte)'}');
        }
        buffer.WriteByte((byte)']');
    }

    private static void WriteExtensions(ResponseBuffer buffer, GraphQLError error)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (error.Code is not null)
        {
            extensions["code"] = error.Code;
        }
        foreach (var (name, value) in error.Extensions ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            extensions[name] = value;
        }
        buffer.WriteRaw(",\"extensions\":"u8);
        JsonValueWriter.Write(buffer, extensions);
    }
}
