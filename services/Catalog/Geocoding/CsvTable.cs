using System.Text;

namespace Engagement.Catalog.Geocoding;

/// <summary>Rows of comma-separated values (RFC 4180), as the geocoder takes and gives them.</summary>
internal static class CsvTable
{
    internal static void Write(StringBuilder csv, params ReadOnlySpan<string?> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            csv.Append(i == 0 ? "\"" : ",\"").Append((cells[i] ?? "").Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }

        csv.Append("\r\n");
    }

    /// <summary>The rows of a text; a row that ends inside quotes is left out, as is whatever follows it.</summary>
    internal static IEnumerable<IReadOnlyList<string>> Read(string text)
    {
        var (cells, cell, at) = (new List<string>(), new StringBuilder(), 0);
        while (at < text.Length)
        {
            if (text[at] == '"')
            {
                at = ReadQuoted(text, at + 1, cell);
                if (at < 0)
                {
                    yield break;
                }

                continue;
            }

            var c = text[at++];
            switch (c)
            {
                case ',': EndCell(cells, cell); break;
                case '\r': break;
                case '\n':
                    EndCell(cells, cell);
                    yield return cells;
                    cells = [];
                    break;
                default: cell.Append(c); break;
            }
        }

        if (cells.Count > 0)
        {
            EndCell(cells, cell);
            yield return cells;
        }
    }

    /// <summary>Where the text goes on behind the closing quote; negative when there is none.</summary>
    private static int ReadQuoted(string text, int at, StringBuilder cell)
    {
        while (text.IndexOf('"', at) is var end and >= 0)
        {
            cell.Append(text, at, end - at);
            if (end + 1 >= text.Length || text[end + 1] != '"')
            {
                return end + 1;
            }

            cell.Append('"');
            at = end + 2;
        }

        return -1;
    }

    private static void EndCell(List<string> cells, StringBuilder cell)
    {
        cells.Add(cell.ToString());
        cell.Clear();
    }
}
