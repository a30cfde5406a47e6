namespace Engagement.GraphQL.Language;

/// <summary>The value of a block string: common indentation and blank first and last lines are removed (specification, BlockStringValue).</summary>
internal static class BlockString
{
    internal static string Dedent(List<string> lines)
    {
        var indent = int.MaxValue;
        var (first, last) = (-1, -1);
        for (var i = 0; i < lines.Count; i++)
        {
            var leading = LeadingWhiteSpace(lines[i]);
            if (leading == lines[i].Length)
            {
                continue;
            }
            first = first < 0 ? i : first;
            last = i;
            if (i > 0)
            {
                indent = Math.Min(indent, leading);
            }
        }
        if (first < 0)
        {
            return "";
        }
        var kept = new List<string>(last - first + 1);
        for (var i = first; i <= last; i++)
        {
            kept.Add(i == 0 || indent == int.MaxValue ? lines[i] : lines[i][Math.Min(indent, lines[i].Length)..]);
        }
        return string.Join('\n', kept);
    }

    /// <summary>Writes a description so that <see cref="Dedent"/> gives it back.</summary>
    internal static string Print(string value, string indentation)
    {
        var escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var separator = "\n" + indentation;
        return "\"\"\"" + separator + string.Join(separator, escaped.Split('\n')) + separator + "\"\"\"";
    }

    private static int LeadingWhiteSpace(string line)
    {
        var i = 0;
        while (i < line.Length && line[i] is (' ' or '\t'))
        {
            i++;
        }
        return i;
    }
}
