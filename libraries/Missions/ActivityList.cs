namespace Engagement.Missions;

/// <summary>Reads a comma list of activities, some of whose labels contain a comma: at each place the longest label that fits is taken.</summary>
internal static class ActivityList
{
    private const string Other = "autre";

    // Partners put commas between the words of any label.
    private static readonly int MaxParts = Taxonomy.Activities.Max(a => a.Code.Count(c => c == '-')) + 1;

    internal static IReadOnlyList<string> Read(RawMission mission, Remarks remarks)
    {
        var value = mission[FeedField.Activity];
        var items = mission.ItemsOrNone(FeedField.Activity);
        if (value.Text is null && items.Count == 0)
        {
            return [];
        }

        var (codes, read) = (new List<string>(), 0);
        foreach (var text in value.Text is null ? items : [value.Text, .. items])
        {
            read += ReadText(text, value, codes, TextLimits.Values - read, remarks);
            if (read == TextLimits.Values)
            {
                break;
            }
        }

        return codes;
    }

    /// <summary>Returns how many values were read, at most so many.</summary>
    private static int ReadText(string text, RawValue source, List<string> codes, int most, Remarks remarks)
    {
        var parts = System.Net.WebUtility.HtmlDecode(text).Split(',', most + 1,
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > most)
        {
            remarks.Warn(FeedCodes.TooManyValues, source, $"Il y a plus de {TextLimits.Values} valeurs : les suivantes sont ignorées.");
            parts = parts[..most];
        }

        for (var i = 0; i < parts.Length;)
        {
            var taken = Longest(parts, i, out var code);
            if (code is null)
            {
                remarks.Warn(FeedCodes.ActivityUnknown, source with { Text = parts[i] },
                    $"L'activité « {RawValue.Show(parts[i])} » n'est pas dans la liste : elle est classée « Autre ». Utilisez un code de la liste des activités.");
            }

            if (!codes.Contains(code ?? Other))
            {
                codes.Add(code ?? Other);
            }

            i += taken;
        }

        return parts.Length;
    }

    private static int Longest(string[] parts, int from, out string? code)
    {
        for (var count = Math.Min(MaxParts, parts.Length - from); count > 1; count--)
        {
            if (Taxonomy.Activity(string.Join(' ', parts, from, count)) is { } joined)
            {
                code = joined.Code;
                return count;
            }
        }

        code = Taxonomy.Activity(parts[from])?.Code;
        return 1;
    }
}
