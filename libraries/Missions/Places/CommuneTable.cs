using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Engagement.Missions.Places;

/// <summary>
/// The rows of <c>communes.tsv.gz</c> as they are written there, and two sorted lists over them: by name and by postal code. Whoever never asks
/// for a place never pays for it; who does pays for the communes he meets. What a row says is described in <c>docs/places.md</c>.
/// </summary>
internal sealed class CommuneTable
{
    private const int Cells = 8;

    private readonly byte[] text;
    private readonly int[] starts;
    private readonly Commune?[] communes;
    private readonly int current;
    private readonly (ulong[] Keys, int[] Rows) byName;
    private readonly (ulong[] Keys, int[] Rows) byPostalCode;

    private CommuneTable(byte[] text)
    {
        this.text = text;
        starts = Starts(text);
        communes = new Commune?[starts.Length];
        var (names, codes) = (new List<(ulong, int)>(starts.Length), new List<(ulong, int)>(starts.Length));
        for (var row = 0; row < starts.Length; row++)
        {
            var kind = (char)Cell(row, 6)[0];
            if (kind == 'D')
            {
                Departments.Add(Text(row, 0), (Number(row, 4), Number(row, 5)));
                continue;
            }

            current = kind == 'F' ? current : row + 1;
            if (kind != 'M')
            {
                names.Add((Hash(CommuneName.Key(Text(row, 1))), row));
                AddPostalCodes(codes, row);
            }
        }

        byName = Sorted(names);
        byPostalCode = Sorted(codes);
    }

    /// <summary>Where the people of each department live, by its code.</summary>
    internal Dictionary<string, (double Lat, double Lon)> Departments { get; } = new(StringComparer.Ordinal);

    /// <summary>How many communes and arrondissements there are; they are the first rows, by ascending code.</summary>
    internal int Count => current;

    /// <summary>The commune of a row; for a former one that which took it in.</summary>
    internal Commune this[int row] => communes[row] ??= IsFormer(row)
        ? ByCode(Text(row, 7)) ?? throw new InvalidDataException($"The table of communes has no {Text(row, 7)}, which took {Text(row, 1)} in: run ./dev geodata.")
        : Read(row);

    internal static CommuneTable Load()
    {
        using var stream = typeof(CommuneTable).Assembly.GetManifestResourceStream("communes.tsv.gz") ?? throw new InvalidOperationException("The table of communes is missing from the assembly.");
        using var gzip = new GZipStream(stream, CompressionMode.Decompress);
        using var text = new MemoryStream();
        gzip.CopyTo(text);
        return new CommuneTable(text.ToArray());
    }

    internal Commune? ByCode(ReadOnlySpan<char> code)
    {
        Span<byte> wanted = stackalloc byte[8];
        if (code.Length > wanted.Length || !Encoding.UTF8.TryGetBytes(code, wanted, out var length))
        {
            return null;
        }

        for (var (low, high) = (0, current - 1); low <= high;)
        {
            var middle = (low + high) / 2;
            switch (Cell(middle, 0).SequenceCompareTo(wanted[..length]))
            {
                case 0: return this[middle];
                case < 0: low = middle + 1; break;
                default: high = middle - 1; break;
            }
        }

        return null;
    }

    /// <summary>The rows of a name (<see cref="CommuneName.Key"/>). Two names of one hash would be one: among 40,000 that is not to be feared.</summary>
    internal ReadOnlySpan<int> Named(ReadOnlySpan<char> key) => key.IsEmpty ? [] : Range(byName, Hash(key));

    /// <summary>The rows of a postal code.</summary>
    internal ReadOnlySpan<int> Of(string? postalCode) =>
        uint.TryParse(postalCode, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? Range(byPostalCode, code) : [];

    /// <summary>True for a former commune, whose row says only which commune took it in.</summary>
    internal bool IsFormer(int row) => row >= current;

    private Commune Read(int row) => new(
        Text(row, 0),
        Text(row, 1),
        Text(row, 2).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        (int)Number(row, 3),
        Number(row, 4),
        Number(row, 5),
        Cell(row, 6)[0] == (byte)'A' ? GeoPrecision.Department : GeoPrecision.City,
        Cell(row, 7).Length == 0 ? null : Text(row, 7));

    private void AddPostalCodes(List<(ulong, int)> codes, int row)
    {
        foreach (var range in Cell(row, 2).Split((byte)' '))
        {
            if (Utf8Parser.TryParse(Cell(row, 2)[range], out uint code, out _))
            {
                codes.Add((code, row));
            }
        }
    }

    private ReadOnlySpan<byte> Cell(int row, int column)
    {
        var rest = text.AsSpan(starts[row]);
        for (; column > 0; column--)
        {
            rest = rest[(rest.IndexOf((byte)'\t') + 1)..];
        }

        var end = rest.IndexOfAny((byte)'\t', (byte)'\n');
        return end < 0 ? rest : rest[..end];
    }

    private string Text(int row, int column) => Encoding.UTF8.GetString(Cell(row, column));

    private double Number(int row, int column) => double.Parse(Cell(row, column), CultureInfo.InvariantCulture);

    private static int[] Starts(byte[] text)
    {
        var (starts, at) = (new List<int>(40_000), 0);
        while (at < text.Length)
        {
            var end = Array.IndexOf(text, (byte)'\n', at);
            if (text[at] != (byte)'#')
            {
                if (text.AsSpan(at, end - at).Count((byte)'\t') != Cells - 1)
                {
                    throw new InvalidDataException($"Row {starts.Count + 1} of the table of communes does not have {Cells} cells: run ./dev geodata.");
                }

                starts.Add(at);
            }

            at = end + 1;
        }

        return [.. starts];
    }

    // FNV-1a, 64 bits.
    private static ulong Hash(ReadOnlySpan<char> key)
    {
        var hash = 14695981039346656037;
        foreach (var c in key)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return hash;
    }

    private static (ulong[] Keys, int[] Rows) Sorted(List<(ulong Key, int Row)> entries)
    {
        entries.Sort();
        return ([.. entries.Select(e => e.Key)], [.. entries.Select(e => e.Row)]);
    }

    private static ReadOnlySpan<int> Range((ulong[] Keys, int[] Rows) entries, ulong key)
    {
        var (from, to) = (Array.BinarySearch(entries.Keys, key), 0);
        if (from < 0)
        {
            return [];
        }

        for (to = from + 1; to < entries.Keys.Length && entries.Keys[to] == key; to++)
        {
        }

        while (from > 0 && entries.Keys[from - 1] == key)
        {
            from--;
        }

        return entries.Rows.AsSpan(from..to);
    }
}
