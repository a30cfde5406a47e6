using System.Globalization;
using System.Text.Json;
using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Types;

/// <summary>Custom scalars that schemas declared from C# have at hand; those that nothing uses are left out of the schema.</summary>
internal static class CommonScalars
{
    internal static readonly ScalarType DateTime = new DateTimeScalar();

    internal static readonly ScalarType Date = ScalarType.Text(
        "Date", "A day, `2026-11-02` (RFC 3339, full-date).", "https://scalars.graphql.org/andimarek/local-date",
        text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new FormatException("Date must be a day like \"2026-11-02\"."),
        date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    internal static readonly ScalarType Url = ScalarType.Text(
        "URL", "An absolute address (RFC 3986).", "https://www.rfc-editor.org/rfc/rfc3986",
        text => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : throw new FormatException("URL must be an absolute address like \"https://example.org/page\"."),
        uri => uri.OriginalString);

    internal static readonly ScalarType Uuid = ScalarType.Text(
        "UUID", "A UUID (RFC 9562) in lower case with hyphens.", "https://www.rfc-editor.org/rfc/rfc9562",
        text => Guid.TryParseExact(text, "D", out var id) ? id : throw new FormatException("UUID must have the form \"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx\"."),
        id => id.ToString("D"));

    internal static readonly ScalarType Long = new LongScalar();

    internal static readonly IReadOnlyList<ScalarType> All = [DateTime, Date, Url, Uuid, Long];

    private sealed class LongScalar() : ScalarType("Long", "A whole number of 64 bits.", null)
    {
        internal override IReadOnlyList<Type> RuntimeTypes { get; } = [typeof(long), typeof(uint), typeof(ulong)];

        internal override Type ValueType => typeof(long);

        internal override object ParseLiteral(ValueNode literal) =>
            literal is IntNode number && long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new FormatException("Long must be a whole number of 64 bits.");

        internal override object ParseJson(JsonElement json) => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var value)
            ? value
            : throw new FormatException("Long must be a whole number of 64 bits.");

        internal override void Write(ResponseBuffer buffer, object value) => buffer.WriteInt64(System.Convert.ToInt64(value, CultureInfo.InvariantCulture));

        internal override ValueNode ToLiteral(object value) => new IntNode(System.Convert.ToString(value, CultureInfo.InvariantCulture)!);
    }

    private sealed class DateTimeScalar()
        : ScalarType("DateTime", "A moment, RFC 3339; answered in UTC: `2026-11-02T08:30:00Z`.", "https://scalars.graphql.org/andimarek/date-time")
    {
        internal override IReadOnlyList<Type> RuntimeTypes { get; } = [typeof(DateTimeOffset), typeof(System.DateTime)];

        internal override Type ValueType => typeof(DateTimeOffset);

        internal override object ParseLiteral(ValueNode literal) =>
            literal is StringNode text ? Parse(text.Value) : throw new FormatException("DateTime must be a string.");

        internal override object ParseJson(JsonElement json) =>
            json.ValueKind == JsonValueKind.String ? Parse(json.GetString()!) : throw new FormatException("DateTime must be a string.");

        internal override void Write(ResponseBuffer buffer, object value)
        {
            switch (value)
            {
                case DateTimeOffset moment:
                    buffer.WriteDateTime(moment);
                    break;
                case System.DateTime moment:
                    buffer.WriteDateTime(Moment(moment));
                    break;
                case string text:
                    buffer.WriteString(text);
                    break;
                default:
                    throw new FormatException($"DateTime cannot represent a value of type {value.GetType().Name}.");
            }
        }

        internal override ValueNode ToLiteral(object value) =>
            new StringNode((value is System.DateTime moment ? Moment(moment) : (DateTimeOffset)value).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));

        private static DateTimeOffset Moment(System.DateTime value) =>
            new(value.Kind == DateTimeKind.Unspecified ? System.DateTime.SpecifyKind(value, DateTimeKind.Utc) : value);

        /// <summary>A date, a time and an offset are all needed: what has no offset is no moment.</summary>
        private static DateTimeOffset Parse(string text)
        {
            var hasOffset = text.Length >= 20 && text[10] is ('T' or 't') && (text[^1] is ('Z' or 'z') || text[^6] is ('+' or '-'));
            return hasOffset && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                ? moment.ToUniversalTime()
                : throw new FormatException("DateTime must be a moment with its offset, like \"2026-11-02T08:30:00Z\".");
        }
    }
}
