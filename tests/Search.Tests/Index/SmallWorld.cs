using Engagement.Missions;
using Engagement.Search.Index;

namespace Engagement.Search.Tests.Index;

/// <summary>Random missions with few distinct values, so that filters meet, dates tie and words repeat.</summary>
internal sealed class SmallWorld(Random random)
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    internal static readonly string[] Domains = ["animaux", "education", "sport", "sante", "culture-loisirs"];
    internal static readonly string[] Activities = ["art", "collecte", "jardinage", "secourisme", "visites", "logistique"];
    internal static readonly string[] Audiences = ["Jeunes / enfants", "Personnes âgées", "Tous"];
    internal static readonly string[] Tags = ["écologie", "week-end", "numérique", "urgence"];
    internal static readonly string[] Networks = ["Croix-Rouge", "Emmaüs", "Union locale"];
    internal static readonly string[] Words =
        ["théâtre", "aide", "personnes", "âgées", "jardin", "lecture", "animaux", "sport", "musique", "atelier", "enfants", "l'hôpital", "zoo", "de", "la"];
    internal static readonly Guid[] Publishers = [.. Enumerable.Range(1, 4).Select(i => new Guid(i, 0, 0, new byte[8]))];
    internal static readonly OrganizationWords[] Organizations =
    [
        .. Enumerable.Range(1, 8).Select(i => new OrganizationWords(
            new Guid(100 + i, 0, 0, new byte[8]), i % 3 == 0 ? "Les amis du théâtre" : $"Association {i}", i % 2 == 0 ? $"W75100000{i}" : null, i % 4 == 0 ? [] : [Networks[i % 3]])),
    ];

    internal static readonly Town[] Towns =
    [
        new("Paris", "75011", "75", "75111", 48.859, 2.378), new("Lyon", "69003", "69", "69383", 45.756, 4.854), new("Saint-Étienne", "42000", "42", "42218", 45.439, 4.387),
        new("Ajaccio", "20000", "2A", "2A004", 41.919, 8.738), new("Saint-Denis", "97400", "974", "97411", -20.882, 55.450), new("Villeurbanne", "69100", "69", "69266", 45.766, 4.879),
        new("Rennes", "35000", "35", "35238", 48.117, -1.677), new("Nantes", "44000", "44", "44109", 47.218, -1.553),
    ];

    private long number;

    internal List<MissionDocument> Missions(int count) => [.. Enumerable.Range(0, count).Select(_ => Mission())];

    internal MissionDocument Mission() => Mission(Id());

    internal MissionDocument Mission(Guid id)
    {
        number++;
        var created = Day(-400, 0);
        return new MissionDocument
        {
            Id = id,
            Number = number,
            Version = 1,
            Status = random.Next(20) == 0 ? "REFUSED" : "ACCEPTED",
            CreatedAt = created,
            UpdatedAt = Day(-60, 0),
            PublisherId = Any(Publishers),
            Organization = random.Next(10) == 0 ? null : Any(Organizations),
            Content = Content(),
        };
    }

    internal T Any<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    internal List<T> Some<T>(IReadOnlyList<T> values, int most) => [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => Any(values)).Distinct()];

    internal bool? Perhaps() => random.Next(3) switch { 0 => null, 1 => true, _ => false };

    /// <summary>Whole days, so that missions tie.</summary>
    internal DateTimeOffset Day(int from, int to) => Now.AddDays(random.Next(from, to));

    private Guid Id()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private MissionContent Content() => new()
    {
        ClientId = $"m-{number}",
        Title = Sentence(6),
        Description = Sentence(60),
        DescriptionHtml = "",
        Type = Any(Enum.GetValues<MissionType>()),
        ApplicationUrl = "https://example.org",
        Domain = random.Next(10) == 0 ? null : Any(Domains),
        Activities = Some(Activities, 3),
        Audiences = Some(Audiences, 2),
        Tags = Some(Tags, 2),
        Remote = Any(Enum.GetValues<RemoteMode>()),
        Places = random.Next(1, 20),
        OpenToMinors = Perhaps(),
        ReducedMobilityAccessible = Perhaps(),
        CloseToTransport = Perhaps(),
        Snu = random.Next(4) == 0,
        Compensation = Paid(),
        PostedAt = random.Next(10) == 0 ? null : Day(-300, 0),
        StartAt = random.Next(5) == 0 ? null : Day(-100, 100),
        EndAt = random.Next(2) == 0 ? null : Day(-30, 200),
        Addresses = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Address())],
    };

    private Compensation? Paid() => random.Next(3) switch
    {
        0 => new Compensation { Amount = random.Next(0, 6) * 100, AmountMax = 600, Unit = Any(Enum.GetValues<CompensationUnit>()) },
        1 => new Compensation { AmountMax = random.Next(0, 6) * 100 },
        _ => null,
    };

    private MissionAddress Address()
    {
        var town = Any(Towns);
        var located = random.Next(5) != 0;
        return new MissionAddress
        {
            City = town.City,
            PostalCode = town.PostalCode,
            DepartmentCode = town.Department,
            CommuneCode = town.Commune,
            Lat = located ? town.Lat + (random.Next(-20, 21) * 0.01) : null,
            Lon = located ? town.Lon + (random.Next(-20, 21) * 0.01) : null,
            Precision = located ? GeoPrecision.Given : GeoPrecision.None,
        };
    }

    private string Sentence(int most) => string.Join(' ', Enumerable.Range(0, random.Next(1, most)).Select(_ => Words[random.Next(random.Next(1, Words.Length + 1))]));

    internal sealed record Town(string City, string PostalCode, string Department, string Commune, double Lat, double Lon);
}
