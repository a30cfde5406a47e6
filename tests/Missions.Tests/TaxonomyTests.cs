namespace Engagement.Missions.Tests;

public sealed class TaxonomyTests
{
    private const string Domains =
        "animaux, autre, batiment-industrie-logistique, benevolat-competences, communication, culture-loisirs, education, emploi, environnement, gestion-finance-droit, humanitaire, " +
        "memoire-et-citoyennete, numerique, prevention-protection, recherche, sante, service-public-defense-securite, solidarite-insertion, sport, vivre-ensemble";

    private const string Activities =
        "accueil-de-public, activites-manuelles, aide-psychologique, alphabetisation, animation, animation-valorisation, art, autre, bricolage, collecte, collecte-de-produits, communication, " +
        "comptabilite-finance, conseil, distribution, documentation-traduction, ecoute-permanence, encadrement-d-equipes, enseignement-formation, evenementiel, gestion-de-projets, " +
        "gestion-entretien-patrimoine, gestion-recherche-des-partenariats, gestion-ressources-humaines, informatique, jardinage, juridique, logistique, lutte-contre-isolement, " +
        "maintenance-technique, mediation-information, mentorat-parrainage, mission-internationale, operations-militaires, preservation-patrimoine, prevention-sensibilisation, " +
        "ramassage-dechets, recrutement, responsabilites-associatives, restauration-hotellerie, sante-soins, sciences-humaines-social, secourisme, secours-aide, sensibilisation, " +
        "soins-animaux, soutien-accompagnement, soutien-scolaire, sport, taches-administratives, transmission-pedagogie, vie-citoyenne, visites";

    [Fact]
    public void Lists_are_those_of_the_format()
    {
        Assert.Equal(Domains.Split(", "), Taxonomy.Domains.Select(t => t.Code));
        Assert.Equal(Activities.Split(", "), Taxonomy.Activities.Select(t => t.Code));
        Assert.Equal(101, Taxonomy.Departments.Count(d => d.Code.Length == 2 || d.Code is "971" or "972" or "973" or "974" or "976"));
        Assert.Equal(18, Taxonomy.Regions.Count(r => r.Code.Length == 2));
        Assert.Equal(Enum.GetValues<MissionType>().Length, Taxonomy.MissionTypes.Count);
        Assert.Equal(Enum.GetValues<RemoteMode>().Length, Taxonomy.RemoteModes.Count);
    }

    [Fact]
    public void Every_code_and_every_label_leads_to_its_term()
    {
        Assert.All(Taxonomy.Domains, t =>
        {
            Assert.Equal(t, Taxonomy.Domain(t.Code));
            Assert.Equal(t, Taxonomy.Domain(t.Label.ToUpperInvariant()));
        });
        Assert.All(Taxonomy.Activities, t =>
        {
            Assert.Equal(t, Taxonomy.Activity(t.Code));
            Assert.Equal(t, Taxonomy.Activity(t.Label.ToUpperInvariant()));
        });
        Assert.All(Taxonomy.Departments, t =>
        {
            Assert.Equal(t, Taxonomy.Department(t.Code.ToLowerInvariant()));
            Assert.Equal(t, Taxonomy.Department(TextFold.Fold(t.Label)));
        });
        Assert.All(Taxonomy.Regions, t =>
        {
            Assert.Equal(t, Taxonomy.Region(t.Code));
            Assert.Equal(t, Taxonomy.Region(t.Label));
        });
    }

    [Theory]
    [InlineData("mémoire et citoyenneté", "memoire-et-citoyennete")]
    [InlineData("Culture, loisirs", "culture-loisirs")]
    [InlineData("CULTURE & LOISIRS", "culture-loisirs")]
    [InlineData("Sante", "sante")]
    [InlineData("cuisine", null)]
    [InlineData("", null)]
    [InlineData("et", null)]
    public void Domain_is_found_by_its_words(string text, string? code) => Assert.Equal(code, Taxonomy.Domain(text)?.Code);

    [Theory]
    [InlineData("Réunion", "974")]
    [InlineData("LA REUNION", "974")]
    [InlineData("l'Ain", "01")]
    [InlineData("Les Yvelines", "78")]
    [InlineData("le Val de la Marne", "94")]
    [InlineData("Côtes d'Armor", "22")]
    [InlineData("Territoire Belfort", "90")]
    [InlineData("Alpes de la Haute Provence", "04")]
    public void Department_is_found_with_or_without_its_little_words(string text, string code) =>
        Assert.Equal(code, Taxonomy.Department(text)?.Code);

    [Theory]
    [InlineData("Pays Loire", "52")]
    [InlineData("Pays de Loire", "52")]
    [InlineData("pays de la loire", "52")]
    [InlineData("Les Pays de la Loire", "52")]
    [InlineData("Réunion", "04")]
    [InlineData("Île-de-France", "11")]
    [InlineData("les Hauts de France", "32")]
    public void Region_is_found_with_or_without_its_little_words(string text, string code) =>
        Assert.Equal(code, Taxonomy.Region(text)?.Code);

    [Theory]
    [InlineData("01000", "01")]
    [InlineData("20000", "2A")]
    [InlineData("20199", "2A")]
    [InlineData("20200", "2B")]
    [InlineData("20620", "2B")]
    [InlineData("75116", "75")]
    [InlineData("97133", "971")]
    [InlineData("97500", "975")]
    [InlineData("98735", "987")]
    [InlineData("98000", null)]
    [InlineData("00100", null)]
    [InlineData("7500", null)]
    [InlineData("7500A", null)]
    public void Department_follows_from_the_postal_code(string postalCode, string? code) =>
        Assert.Equal(code, Taxonomy.DepartmentOfPostalCode(postalCode)?.Code);

    [Theory]
    [InlineData("Écoute", "ecoute")]
    [InlineData("ŒUVRE et cœur", "oeuvre et coeur")]
    [InlineData("Ex æquo", "ex aequo")]
    [InlineData("naïf Noël çà", "naif noel ca")]
    [InlineData("L’été", "l'ete")]
    [InlineData("e\u0301te\u0301", "ete")]
    [InlineData("Straße", "strasse")]
    [InlineData("Łódź Ğ Ÿ Ș", "lodz g y s")]
    [InlineData("ΑΒΓ 日本 😀", "αβγ 日本 😀")]
    [InlineData("", "")]
    public void Folding_takes_case_and_accents_away(string text, string folded) => Assert.Equal(folded, TextFold.Fold(text));

    [Theory]
    [InlineData("be", "BE")]
    [InlineData(null, "FR")]
    [InlineData(" FRANCE ", "FR")]
    [InlineData("France métropolitaine", "FR")]
    [InlineData("Belgique", null)]
    [InlineData("ZZ", null)]
    public void Country_is_an_ISO_code_or_France(string? text, string? code) =>
        Assert.Equal(code, Countries.Code(text));
}
