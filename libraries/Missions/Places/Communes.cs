using System.Globalization;

namespace Engagement.Missions.Places;

/// <summary>
/// The communes of France, overseas included, held in the library (<c>docs/places.md</c>): found by name, postal code and department without a call to anybody.
/// </summary>
public static class Communes
{
    private const string Paris = "75056";
    private const string Lyon = "69123";
    private const string Marseille = "13055";

    private static readonly Lazy<CommuneTable> Table = new(CommuneTable.Load);

    /// <summary>All of them, and the arrondissements of Paris, Lyon and Marseille, by ascending code.</summary>
    public static IEnumerable<Commune> All => Enumerable.Range(0, Table.Value.Count).Select(row => Table.Value[row]);

    /// <summary>One by its INSEE code; null when there is none.</summary>
    public static Commune? ByCode(string code) => Table.Value.ByCode(code);

    /// <summary>The INSEE code of the town that an arrondissement is part of; null for any other commune.</summary>
    public static string? TownOf(string code) => code switch
    {
        ['7', '5', '1', _, _] => Paris,
        ['6', '9', '3', '8', _] => Lyon,
        ['1', '3', '2', _, _] => Marseille,
        _ => null,
    };

    /// <summary>Where the people of a department live; null when it is not known.</summary>
    public static (double Lat, double Lon)? CentreOf(string departmentCode) =>
        Table.Value.Departments.TryGetValue(departmentCode, out var centre) ? centre : null;

    /// <summary>
    /// The commune that an address means; null when that cannot be told. A name counts in the given postal code, else in the department, else
    /// when no other commune bears it; without a name that is known, a postal code counts that only one commune has.
    /// </summary>
    /// <param name="city">Its name, as people spell it.</param>
    /// <param name="postalCode">Five digits.</param>
    /// <param name="departmentCode">Code of its department.</param>
    public static Commune? Find(string? city, string? postalCode, string? departmentCode)
    {
        var table = Table.Value;
        Span<char> buffer = stackalloc char[CommuneName.MaxKey];
        var name = CommuneName.Parse(city, buffer);
        var code = postalCode ?? (name.PostalCode == 0 ? null : name.PostalCode.ToString("00000", CultureInfo.InvariantCulture));
        var department = departmentCode ?? (code is null ? null : Taxonomy.DepartmentOfPostalCode(code)?.Code);
        var found = ByName(table, name.KeyIn(buffer), code, department) ?? OnlyOne(table, code);
        return found is null ? null : District(table, found, name.Number, code) ?? found;
    }

    /// <summary>Amid the communes of a postal code; null when none has it.</summary>
    internal static (double Lat, double Lon)? CentreOfPostalCode(string? postalCode)
    {
        var table = Table.Value;
        var (lat, lon, count) = (0d, 0d, 0);
        foreach (var row in table.Of(postalCode))
        {
            var commune = table[row];
            (lat, lon, count) = (lat + commune.Lat, lon + commune.Lon, count + 1);
        }

        return count == 0 ? null : (Math.Round(lat / count, 4), Math.Round(lon / count, 4));
    }

    private static Commune? ByName(CommuneTable table, ReadOnlySpan<char> key, string? postalCode, string? department)
    {
        var best = new Best(postalCode, department);
        foreach (var row in table.Named(key))
        {
            best.Offer(table[row], table.IsFormer(row));
        }

        return best.Commune;
    }

    private static Commune? OnlyOne(CommuneTable table, string? postalCode) =>
        table.Of(postalCode) is [var row] ? table[row] : null;

    /// <summary>The arrondissement, by the number written behind the name or by the end of the postal code.</summary>
    private static Commune? District(CommuneTable table, Commune town, int number, string? postalCode)
    {
        var (first, department) = town.Code switch { Paris => (75100, "75"), Lyon => (69380, "69"), Marseille => (13200, "13"), _ => (0, "") };
        if (first == 0)
        {
            return null;
        }

        // 75116 is the sixteenth too; 75571, of a CEDEX, is none.
        var which = number == 0 && postalCode is not null && postalCode.StartsWith(department, StringComparison.Ordinal)
            ? int.Parse(postalCode.AsSpan(3), CultureInfo.InvariantCulture)
            : number;
        return which == 0 ? null : table.ByCode((first + which).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Chooses among communes of one name: by postal code, else by department, else because there is no other; a commune before a former one.</summary>
    private struct Best(string? postalCode, string? department)
    {
        private Commune? commune;
        private int rank;
        private bool isTied;

        internal readonly Commune? Commune => isTied ? null : commune;

        internal void Offer(Commune offered, bool isFormer)
        {
            var elsewhere = department is not null && offered.DepartmentCode != department;
            var offeredRank = postalCode is not null && offered.PostalCodes.Contains(postalCode) ? 4 : elsewhere ? 0 : 2;
            offeredRank += isFormer ? 0 : 1;
            if (offeredRank > 1 && offeredRank >= rank)
            {
                isTied = offeredRank == rank && commune?.Code != offered.Code;
                (commune, rank) = (offered, offeredRank);
            }
        }
    }
}
