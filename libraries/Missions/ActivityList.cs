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

        var codes = new List<string>();
        foreach (var text in value.Text is null ? items : [value.Text, .. items])
        {
            ReadText(text, value, codes, remarks);
        }

        return codes;
    }

    private static void ReadText(string text, RawValue source, List<string> codes, Remarks remarks)
    {
        var parts = System.Net.WebUtility.HtmlDecode(text).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length;)
        {
            var taken = Longest(parts, i, out var code);
            if (code is null)
            {
                remarks.Warn(FeedCodes.ActivityUnknown, source with { Text = parts[i] }, $"L'activité « {parts[i]} » n'est pas dans la liste : elle est classée « Autre ». Utilisez un code de la liste des activités.");
            }

            if (!codes.Contains(code ?? Other))
            {
                codes.Add(code ?? Other);
            }

            i += taken;
        }
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
