using System.Globalization;
using System.Text;

namespace Engagement.Catalog.Keys;

/// <summary>Keys as lines for a terminal.</summary>
internal static class KeyText
{
    /// <summary>To the minute, in UTC.</summary>
    internal static string Minute(DateTimeOffset? at) => at?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "never";

    internal static string Of(IReadOnlyList<KeyView> keys)
    {
        if (keys.Count == 0)
        {
            return "no keys: ./dev key --partner NAME makes one\n";
        }

        var text = new StringBuilder();
        Line(text, "key", "status", "created", "last use", "expires", "scopes", "partner");
        foreach (var key in keys)
        {
            Line(text, key.Id.ToString(), key.Status.ToString().ToUpperInvariant(), Minute(key.CreatedAt), Minute(key.LastUsedAt), Minute(key.ExpiresAt), string.Join(',', key.Scopes), key.Partner);
            text.Append(key.Origins is { } origins ? $"{"",38}for {string.Join(", ", origins)}\n" : "");
            text.Append(key.RevokedAt is { } revoked ? $"{"",38}revoked on {Minute(revoked)}\n" : "");
            text.Append(key.ReplacedBy is { } other ? $"{"",38}rotated into {other}\n" : "");
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, string id, string status, string created, string used, string expires, string scopes, string partner) =>
        text.Append(CultureInfo.InvariantCulture, $"{id,-36}  {status,-8}  {created,-20}  {used,-20}  {expires,-20}  {scopes,-12}  {partner}\n");
}
