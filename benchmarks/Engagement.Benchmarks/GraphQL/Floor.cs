using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Engagement.Benchmarks.GraphQL;

/// <summary>The floor: the same answer written by hand with Utf8JsonWriter.</summary>
internal static class Floor
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    internal static void Write(ArrayBufferWriter<byte> buffer)
    {
        using var json = new Utf8JsonWriter(buffer, Options);
        var data = ReferenceSchema.Data;
        json.WriteStartObject();
        json.WriteStartObject("data");
        json.WriteStartObject("missions");
        json.WriteNumber("totalCount", data.TotalCount);
        json.WriteStartArray("nodes");
        foreach (var mission in data.Nodes)
        {
            Write(json, mission);
        }
        json.WriteEndArray();
        json.WriteStartObject("facets");
        Write(json, "domains", data.Facets.Domains);
        Write(json, "departments", data.Facets.Departments);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("extensions");
        json.WriteNumber("cost", 10);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Mission mission)
    {
        json.WriteStartObject();
        json.WriteString("id", mission.Id);
        json.WriteString("clientId", mission.ClientId);
        json.WriteString("title", mission.Title);
        json.WriteString("description", mission.Description);
        json.WriteString("type", mission.Type == Kind.Benevolat ? "BENEVOLAT" : "RESERVE");
        json.WriteString("remote", mission.Remote == Mode.No ? "NO" : "POSSIBLE");
        json.WriteNumber("places", mission.Places);
        if (mission.OpenToMinors is { } open)
        {
            json.WriteBoolean("openToMinors", open);
        }
        else
        {
            json.WriteNull("openToMinors");
        }
        json.WriteString("postedAt", mission.PostedAt.UtcDateTime);
        json.WriteString("startAt", mission.StartAt.UtcDateTime);
        json.WriteString("applicationUrl", mission.ApplicationUrl);
        json.WriteString("image", mission.Image);
        json.WriteStartObject("organization");
        json.WriteString("id", mission.Organization.Id);
        json.WriteString("name", mission.Organization.Name);
        json.WriteString("city", mission.Organization.City);
        json.WriteEndObject();
        json.WriteStartArray("addresses");
        foreach (var address in mission.Addresses)
        {
            json.WriteStartObject();
            json.WriteString("street", address.Street);
            json.WriteString("postalCode", address.PostalCode);
            json.WriteString("city", address.City);
            json.WriteNumber("lat", address.Lat!.Value);
            json.WriteNumber("lon", address.Lon!.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<Bucket> buckets)
    {
        json.WriteStartArray(name);
        foreach (var bucket in buckets)
        {
            json.WriteStartObject();
            json.WriteString("code", bucket.Code);
            json.WriteString("label", bucket.Label);
            json.WriteNumber("count", bucket.Count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
