using Engagement.Search.Analysis;

namespace Engagement.Search.Tests.Analysis;

public sealed class FrenchAnalyzerTests
{
    [Theory]
    [InlineData("théâtre", "theatre", "THÉÂTRES", "Théâtre", "the\u0301a\u0302tre")]
    [InlineData("personne", "personnes", "Personnes")]
    [InlineData("âgé", "agee", "âgées", "âgés", "agees", "âge", "AGE")]
    [InlineData("animal", "animaux", "animale", "animales")]
    [InlineData("journal", "journaux")]
    [InlineData("local", "locaux", "locale", "locales")]
    [InlineData("travail", "travaux", "travails")]
    [InlineData("hôpital", "hopitaux", "hôpitaux", "hopital")]
    [InlineData("bateau", "bateaux")]
    [InlineData("château", "chateaux")]
    [InlineData("jeu", "jeux")]
    [InlineData("bijou", "bijoux")]
    [InlineData("cheval", "chevaux")]
    [InlineData("noyau", "noyaux")]
    [InlineData("nouveau", "nouvelle", "nouvelles", "nouveaux", "nouvel")]
    [InlineData("animateur", "animatrice", "animateurs", "animatrices")]
    [InlineData("danseur", "danseuse", "danseuses")]
    [InlineData("heureux", "heureuse", "heureuses")]
    [InlineData("jaloux", "jalouse")]
    [InlineData("sportif", "sportive", "sportifs", "sportives")]
    [InlineData("infirmier", "infirmière", "infirmieres", "infirmiers")]
    [InlineData("premier", "première")]
    [InlineData("français", "française", "francaises", "francais")]
    [InlineData("public", "publique", "publics", "publiques")]
    [InlineData("professionnel", "professionnelle", "professionnels", "professionnelles")]
    [InlineData("bon", "bonne", "bonnes", "bons")]
    [InlineData("ancien", "ancienne", "anciens")]
    [InlineData("étudiant", "etudiante", "étudiantes")]
    [InlineData("long", "longue", "longues")]
    [InlineData("blanc", "blanche", "blanches")]
    [InlineData("complet", "complète", "completes")]
    [InlineData("aider", "aide", "aidé", "aidées", "aides")]
    [InlineData("animer", "anime", "animée")]
    [InlineData("cœur", "coeur", "CŒURS", "coeurs")]
    [InlineData("œuvre", "oeuvres")]
    [InlineData("été", "ete", "étés", "ÉTÉ")]
    [InlineData("an", "ans")]
    [InlineData("bénévole", "benevoles", "bénévoles")]
    [InlineData("collège", "colleges")]
    [InlineData("eﬃcace", "efficaces")]
    [InlineData("commémoration", "commemorations")]
    [InlineData("ville", "villes")]
    [InlineData("aujourd'hui", "aujourd’hui", "Aujourdhui")]
    public void Spellings_of_one_word_give_one_term(string word, params string[] others)
    {
        var term = Assert.Single(FrenchAnalyzer.Terms(word));
        foreach (var other in others) Assert.Equal(term, Assert.Single(FrenchAnalyzer.Terms(other)));
    }

    [Theory]
    [InlineData("poisson", "poison")]
    [InlineData("sport", "port")]
    [InlineData("maison", "mairie")]
    [InlineData("été", "étang")]
    [InlineData("cours", "courses")]
    [InlineData("banc", "banque")]
    [InlineData("2026", "2027")]
    [InlineData("jeune", "jeu")]
    public void Different_words_stay_different(string word, string other) =>
        Assert.NotEqual(FrenchAnalyzer.Terms(word), FrenchAnalyzer.Terms(other));

    [Theory]
    [InlineData("l'aide aux personnes agees", "age aid person")]
    [InlineData("L’AIDE d'urgence", "aid urgenc")]
    [InlineData("jusqu'à l’hôpital", "hopital")]
    [InlineData("qu'il s'agit", "agit")]
    [InlineData("week-end", "end week")]
    [InlineData("24 heures sur 24", "24 heur")]
    [InlineData("covid19", "covid19")]
    [InlineData("Croix-Rouge", "croix roug")]
    [InlineData("la de les du ?", "")]
    [InlineData(" ", "")]
    [InlineData(null, "")]
    public void Text_is_split_elided_folded_stopped_and_stemmed(string? text, string terms) =>
        Assert.Equal(terms, string.Join(' ', FrenchAnalyzer.Terms(text)));

    [Fact]
    public void Documents_and_queries_give_the_same_terms()
    {
        const string text = "L’association « Les Œuvres » cherche, jusqu'à l'été, des bénévoles pour l'accueil d'enfants hospitalisés à Saint-Étienne (42).";
        var lexicon = new Lexicon();
        var terms = new List<int>();
        var reader = new TermReader(lexicon);
        reader.Read(text, terms);
        reader.Read(text, terms);
        Assert.Equal(FrenchAnalyzer.Terms(text), terms.Select(term => lexicon[term]).ToHashSet().Order(StringComparer.Ordinal));
        Assert.Equal(terms.Take(terms.Count / 2), terms.Skip(terms.Count / 2));
    }

    [Fact]
    public void A_word_longer_than_any_is_cut_alike_for_documents_and_queries()
    {
        var word = new string('a', 500);
        Assert.InRange(Assert.Single(FrenchAnalyzer.Terms(word)).Length, 1, FrenchAnalyzer.LongestWord);
        Assert.Equal(FrenchAnalyzer.Terms(word), FrenchAnalyzer.Terms(word + "b"));
    }
}
