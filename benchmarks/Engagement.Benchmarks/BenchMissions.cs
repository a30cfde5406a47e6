using Engagement.Missions;
using Engagement.Search.Index;

namespace Engagement.Benchmarks;

/// <summary>Missions for <see cref="IndexBench"/>: words by Zipf's law, places by the weight of towns, values as uneven as in real feeds.</summary>
internal sealed class BenchMissions
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    private const int VocabularySize = 30_000;
    private static readonly string[] Syllables = ["ba", "cer", "dé", "fon", "gi", "jou", "la", "mé", "neu", "pri", "qua", "ré", "sou", "tion", "vel", "chan", "bles", "teur", "gue", "ment"];
    private static readonly string[] Frequent =
    [
        "de", "la", "les", "et", "des", "à", "vous", "pour", "une", "en", "dans", "l'association", "bénévoles", "mission", "accompagner", "personnes", "âgées", "jeunes",
        "enfants", "aide", "équipe", "activités", "atelier", "théâtre", "jardin", "lecture", "sport", "collecte", "solidarité", "numérique", "quartier", "sorties",
    ];

    internal static readonly string[] Vocabulary = MakeVocabulary();

    private readonly Random random = new(1);
    private readonly int words;
    private readonly Department[] departments = [.. Taxonomy.Departments];
    private readonly OrganizationWords[] organizations;
    private long number;

    internal BenchMissions(int words)
    {
        this.words = words;
        organizations = [.. Enumerable.Range(0, 8_000).Select(i => new OrganizationWords(NewId(), Sentence(4), $"W{i:D9}", i % 3 == 0 ? [$"Réseau {i % 40}"] : []))];
    }

    internal List<MissionDocument> Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Make(NewId()))];

    internal MissionDocument Changed(List<MissionDocument> documents) => Make(documents[random.Next(documents.Count)].Id);

    internal static int Zipf(Random random, int count) => (int)(Math.Pow(count + 1, random.NextDouble()) - 1);

    private MissionDocument Make(Guid id) => new()
    {
        Id = id,
        Number = ++number,
        Version = 1,
        Status = "ACCEPTED",
        CreatedAt = Now.AddMinutes(-random.Next(500_000)),
        UpdatedAt = Now.AddMinutes(-random.Next(50_000)),
        PublisherId = new Guid(Zipf(random, 15), 0, 0, new byte[8]),
        Organization = organizations[Zipf(random, organizations.Length)],
        Content = Content(),
    };

    private MissionContent Content() => new()
    {
        ClientId = $"m-{number}",
        Title = Sentence(7),
        Description = Sentence(words),
        DescriptionHtml = "",
        Type = (MissionType)Zipf(random, 4),
        ApplicationUrl = "https://example.org",
        Domain = Taxonomy.Domains[Zipf(random, Taxonomy.Domains.Count)].Code,
        Activities = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Taxonomy.Activities[Zipf(random, Taxonomy.Activities.Count)].Code)],
        Audiences = [.. Enumerable.Range(0, random.Next(3)).Select(_ => $"Public {Zipf(random, 60)}")],
        Tags = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Vocabulary[Zipf(random, 500)])],
        Remote = (RemoteMode)Zipf(random, 4),
        Places = random.Next(1, 30),
        OpenToMinors = random.Next(3) == 0 ? null : random.Next(2) == 0,
        ReducedMobilityAccessible = random.Next(3) == 0 ? null : random.Next(2) == 0,
        PostedAt = Now.AddMinutes(-random.Next(500_000)),
        StartAt = Now.AddMinutes(random.Next(-100_000, 300_000)),
        EndAt = random.Next(2) == 0 ? null : Now.AddMinutes(random.Next(-5_000, 900_000)),
        Addresses = [.. Enumerable.Range(0, 1 + (random.Next(5) == 0 ? random.Next(4) : 0)).Select(_ => Address())],
    };

    private MissionAddress Address()
    {
        var town = Zipf(random, 3_000);
        var (lat, lon) = town == 0 ? (48.85, 2.3) : (42.5 + (town * 7919 % 3000 * 0.0028), -4 + (town * 104_729 % 3000 * 0.0038));
        var around = town == 0 ? 0.1 : 0.02;
        return new MissionAddress
        {
            City = $"Ville {town}",
            PostalCode = $"{town:D5}",
            CommuneCode = $"{town:D5}",
            // Squares of about a degree: departments lie together on the map.
            DepartmentCode = departments[((int)(lat - 42) * 12) + (int)(lon + 4)].Code,
            Lat = lat + (random.NextDouble() * around),
            Lon = lon + (random.NextDouble() * around),
            Precision = GeoPrecision.Given,
        };
    }

    private string Sentence(int length) => string.Join(' ', Enumerable.Range(0, length).Select(_ => Vocabulary[Zipf(random, VocabularySize)]));

    private Guid NewId()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private static string[] MakeVocabulary()
    {
        var random = new Random(2);
        string Word() => string.Concat(Enumerable.Range(0, random.Next(2, 5)).Select(_ => Syllables[random.Next(Syllables.Length)]));
        return [.. Frequent, .. Enumerable.Range(0, VocabularySize).Select(_ => Word())];
    }
}
