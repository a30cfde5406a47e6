using System.Text.Json;
using Engagement.GraphQL.Execution;
using Engagement.Messaging;
using Engagement.Missions;
using Engagement.Search.Identifiers;

namespace Engagement.Search.Tests.Gateway;

/// <summary>The running gateway with missions of several partners, for tests that only read.</summary>
public sealed class GatewaySample : IAsyncLifetime
{
    /// <summary>Open missions of public publishers: what everybody sees.</summary>
    internal const int MissionCount = 61;

    internal const int OrganizationCount = 25;

    /// <summary>Public publishers.</summary>
    internal const int PublisherCount = 7;

    /// <summary>Key of a partner that shows missions and publishes none.</summary>
    internal const string SiteKey = "eng_site";

    /// <summary>Key of another such partner.</summary>
    internal const string OtherKey = "eng_autre";

    /// <summary>Key of a publisher that is not public: sees one mission more.</summary>
    internal const string PrivateKey = "eng_prive";

    /// <summary>Key that stands in the pages of <see cref="Site"/>.</summary>
    internal const string BrowserKey = "eng_navigateur";

    internal const string Site = "https://site.example";

    /// <summary>A registered document, a file of its own; the other way is a manifest.</summary>
    internal const string Totals = "query Totals { viewer { publisher { name } } missions(first: 1) { totalCount nodes { title } } }\n";

    internal const string TotalsOfManifest = "query OtherTotals { viewer { publisher { name } } missions { totalCount } }";

    internal const string Faulty = "query Faulty { missions(first: 1000) { totalCount } }";

    private readonly string documents = Directory.CreateTempSubdirectory("engagement-documents-").FullName;

    private static readonly (string City, string PostalCode, string Department, double Lat, double Lon)[] Towns =
    [
        ("Lyon", "69001", "69", 45.767, 4.834), ("Villeurbanne", "69100", "69", 45.771, 4.889), ("Nantes", "44000", "44", 47.218, -1.554),
        ("Rennes", "35000", "35", 48.114, -1.680), ("Paris", "75011", "75", 48.859, 2.378),
    ];

    public World World { get; private set; } = null!;

    internal Uri Endpoint => new(World.Host.Address, "/graphql");

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(documents, "totals.graphql"), Totals);
        await File.WriteAllTextAsync(Path.Combine(documents, "persisted-documents.json"), JsonSerializer.Serialize(
            new[] { TotalsOfManifest, Faulty }.ToDictionary(PersistedDocuments.IdOf)));
        World = await World.Start(app => ImporterStandIn.Map(app, "site"), KeyValuePair.Create("GraphQL:DocumentsFolder", (string?)documents));
        await World.Publish(
        [
            .. new[] { "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta" }.Select(slug => World.Publisher(slug)),
            World.Publisher("site", isPublisher: false), World.Publisher("autre", isPublisher: false), World.Publisher("prive", isPublic: false),
            World.Key("site", SiteKey), World.Key("autre", OtherKey), World.Key("prive", PrivateKey), World.BrowserKey("site", BrowserKey, Site),
            .. Enumerable.Range(0, OrganizationCount).Select(Structure),
            .. Enumerable.Range(0, MissionCount - 1).Select(Mission),
            World.Mission("beta", World.Content("distance", "Tutorat en ligne") with { Remote = RemoteMode.Full, Audiences = ["jeunes"], OpenToMinors = true }),
            World.Mission("prive", World.Content("secret", "Mission réservée")),
        ]);
    }

    public async Task DisposeAsync()
    {
        await World.DisposeAsync();
        Directory.Delete(documents, recursive: true);
    }

    internal static string PublisherId(string slug) => PublicId.Of(PublicId.Publisher, EntityId.OfPublisher(slug));

    internal static string MissionId(string slug, string clientId) => PublicId.Of(PublicId.Mission, EntityId.OfMission(EntityId.OfPublisher(slug), clientId));

    internal static string OrganizationId(int number) => PublicId.Of(PublicId.Organization, EntityId.OfOrganization(EntityId.OfPublisher("alpha"), $"o{number:00}"));

    private NewChange Structure(int i) => World.Organization("alpha", new OrganizationContent
    {
        Key = $"o{i:00}",
        ClientId = $"o{i:00}",
        // Several share a name, so that the order among them is the id's.
        Name = $"Association {(char)('A' + (i / 3))}",
        Rna = $"W75100{i:0000}",
        Networks = [i % 2 == 0 ? "Réseau pair" : "Réseau impair"],
        PostalCode = Towns[i % Towns.Length].PostalCode,
        City = Towns[i % Towns.Length].City,
    });

    private NewChange Mission(int i)
    {
        var (city, postalCode, department, lat, lon) = Towns[i % Towns.Length];
        return World.Mission("alpha", World.Content($"a{i:00}", i % 4 == 0 ? $"Jardin partagé {i}" : $"Aide aux devoirs {i}") with
        {
            PostedAt = World.Now.AddHours(-i),
            StartAt = World.Now.AddDays(i % 7),
            OrganizationKey = $"o{i % OrganizationCount:00}",
            Domain = i % 4 == 0 ? "environnement" : "education",
            Places = 1 + (i % 3),
            PlacesStatus = PlacesStatus.Given,
            OpenToMinors = i % 2 == 0,
            Addresses = [new() { City = city, PostalCode = postalCode, DepartmentCode = department, Lat = lat + (i * 0.0001), Lon = lon, Precision = GeoPrecision.Given }],
        });
    }
}

/// <summary>One gateway for all tests that only read.</summary>
[CollectionDefinition(nameof(GatewaySample))]
public sealed class GatewaySampleCollection : ICollectionFixture<GatewaySample>;
