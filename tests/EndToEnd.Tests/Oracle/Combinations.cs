namespace Engagement.EndToEnd.Tests.Oracle;

/// <summary>Random combinations of filters, the same for the same seed.</summary>
internal sealed class Combinations(IReadOnlyList<FileMission> missions, int seed)
{
    private readonly Random random = new(seed);
    private readonly KeyValuePair<string, HashSet<string>>[] words = [.. Words.Distinctive(missions).OrderBy(w => w.Key, StringComparer.Ordinal)];

    /// <summary>The first three are the ones that must not be left to chance.</summary>
    internal IEnumerable<Combination> Take(int count) =>
        new[] { TwoValuesOfOneFacet(), Circle(new Combination()), Word(new Combination()) }.Concat(Enumerable.Range(3, count - 3).Select(_ => Any()));

    private Combination TwoValuesOfOneFacet() => Domains(new Combination(), 2);

    private Combination Any()
    {
        Func<Combination, Combination>[] all =
        [
            c => Domains(c, random.Next(1, 4)), Activities, Audiences, Tags, Networks, Remote, Place, Word, Minors, Mobility, Transport, Posted, Start, End,
        ];
        random.Shuffle(all);
        return all.Take(random.Next(1, 4)).Aggregate(new Combination(), (combination, add) => add(combination));
    }

    private Combination Word(Combination c)
    {
        Assert.True(words.Length >= 10, $"Only {words.Length} words of the file stand apart.");
        var (word, found) = words[random.Next(words.Length)];
        return c.For(word, found);
    }

    private Combination Domains(Combination c, int count) => Several(c, "domains", m => [m.Domain], count);

    private Combination Activities(Combination c) => Several(c, "activities", m => m.Activities, random.Next(1, 4));

    private Combination Audiences(Combination c) => Several(c, "audiences", m => m.Audiences, random.Next(1, 3));

    private Combination Networks(Combination c) => Several(c, "networks", m => m.Organization.Networks, random.Next(1, 3));

    private Combination Remote(Combination c) => Several(c, "remote", m => [m.Remote], random.Next(1, 3));

    private Combination Tags(Combination c) => Several(c, "tags", m => m.Tags, random.Next(1, 4));

    private Combination Minors(Combination c) => YesOrNo(c, "openToMinors", m => m.OpenToMinors);

    private Combination Mobility(Combination c) => YesOrNo(c, "reducedMobilityAccessible", m => m.ReducedMobilityAccessible);

    private Combination Transport(Combination c) => YesOrNo(c, "closeToTransport", m => m.CloseToTransport);

    private Combination Posted(Combination c) => Range(c, "posted", m => m.PostedAt);

    private Combination Start(Combination c) => Range(c, "start", m => m.StartAt);

    private Combination End(Combination c) => Range(c, "end", m => m.EndAt);

    private Combination Place(Combination c) => random.Next(4) switch
    {
        0 => Departments(c),
        1 => Codes(c, "postalCodes", a => a.PostalCode),
        2 => Codes(c, "cities", a => a.City),
        _ => Circle(c),
    };

    private Combination Departments(Combination c)
    {
        var codes = Pick(m => m.Addresses.Select(a => a.Department), random.Next(1, 4));
        return c.With("place", new { departments = codes }, "departments", m => m.Addresses.Any(a => codes.Contains(a.Department, StringComparer.Ordinal)));
    }

    private Combination Codes(Combination c, string field, Func<FileAddress, string> code)
    {
        var codes = Pick(m => m.Addresses.Select(code), random.Next(1, 4));
        return c.With("place", new Dictionary<string, object>(StringComparer.Ordinal) { [field] = codes }, null, m => m.Addresses.Any(a => codes.Contains(code(a), StringComparer.Ordinal)));
    }

    private Combination Circle(Combination c)
    {
        var addresses = missions.SelectMany(m => m.Addresses).ToList();
        var middle = addresses[random.Next(addresses.Count)];
        var (lat, lon) = (Math.Round(middle.Lat + random.NextDouble() - 0.5, 4), Math.Round(middle.Lon + random.NextDouble() - 0.5, 4));
        double radius = random.Next(5, 200);
        // No address may lie on the edge, where two formulas of the same distance may differ.
        while (addresses.Exists(a => Math.Abs(Kilometres(lat, lon, a) - radius) < 0.01))
        {
            radius += 0.37;
        }

        radius = Math.Round(radius, 2);
        return c.With("place", new { near = new { lat, lon, radiusKm = radius } }, null, m => m.Addresses.Any(a => Kilometres(lat, lon, a) <= radius));
    }

    private Combination Several(Combination c, string field, Func<FileMission, IEnumerable<string>> codes, int count)
    {
        var picked = Pick(codes, count);
        return c.With(field, picked, field, m => codes(m).Any(code => picked.Contains(code, StringComparer.Ordinal)));
    }

    private Combination YesOrNo(Combination c, string field, Func<FileMission, bool?> value)
    {
        var wanted = random.Next(2) == 0;
        return c.With(field, wanted, field, m => value(m) == wanted);
    }

    private Combination Range(Combination c, string field, Func<FileMission, DateTimeOffset?> date)
    {
        var dates = missions.Select(date).OfType<DateTimeOffset>().Order().ToList();
        var (from, to) = (dates[random.Next(dates.Count / 2)], dates[random.Next(dates.Count / 2, dates.Count)]);
        return c.With(field, new { from, to }, null, m => date(m) is { } at && at >= from && at < to);
    }

    /// <summary>Values that occur, each once.</summary>
    private string[] Pick(Func<FileMission, IEnumerable<string>> codes, int count)
    {
        var all = missions.SelectMany(codes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        random.Shuffle(all);
        return all[..Math.Min(count, all.Length)];
    }

    private static double Kilometres(double lat, double lon, FileAddress to)
    {
        var (a, b) = (double.DegreesToRadians(lat), double.DegreesToRadians(to.Lat));
        var cosine = (Math.Sin(a) * Math.Sin(b)) + (Math.Cos(a) * Math.Cos(b) * Math.Cos(double.DegreesToRadians(to.Lon - lon)));
        return 6371.0088 * Math.Acos(Math.Clamp(cosine, -1, 1));
    }
}
