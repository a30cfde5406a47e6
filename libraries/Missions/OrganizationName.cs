using System.Collections.Frozen;

namespace Engagement.Missions;

/// <summary>Names of structures made comparable, so that the spellings of several partners meet.</summary>
public static class OrganizationName
{
    // More words than a name has; what comes after them is no name.
    private const int MostWords = 40;

    /// <summary>Little words and legal forms: partners write them or leave them out.</summary>
    private static readonly FrozenSet<string> Dropped = new[]
    {
        "association", "asso", "l", "le", "la", "les", "d", "de", "des", "du", "et", "a", "au", "aux", "en", "loi", "1901",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// Words, in the singular, that thousands of names have: two names that share no others may be those of any two structures.
    /// </summary>
    private static readonly FrozenSet<string> Common = Set(
        // Legal forms.
        """
        assoc sa sas sasu sarl eurl snc scop scic sci gie gip epic epa fondation fond dotation cooperative mutuelle societe entreprise
        etablissement public collectivite syndicat commune ville mairie municipalite metropole agglomeration departement
        """,
        // Kinds of structures and parts of them.
        """
        federation confederation union comite club section antenne delegation unite groupe groupement reseau collectif centre maison foyer
        service amicale ligue equipe espace pole siege agence bureau comptoir
        """,
        // Places that are in the names of many, and what tells of a place.
        """
        france francais francaise europe europeen europeenne national nationale international internationale departemental departementale
        regional regionale local locale municipal municipale communal communale intercommunal intercommunale territorial territoriale publique
        paris marseille lyon toulouse nice nantes montpellier strasbourg bordeaux lille rennes reims toulon saint sainte etienne havre grenoble
        dijon angers villeurbanne nimes aix clermont ferrand brest mans amiens tours limoges annecy metz perpignan besancon orleans rouen
        mulhouse caen nancy
        """,
        string.Join(' ', Taxonomy.Departments.Select(d => d.Label)),
        string.Join(' ', Taxonomy.Regions.Select(r => r.Label)),
        // Little words.
        """
        pour par sur sous avec sans dans chez un une ou ce cette ces son sa ses nos notre vos votre mon ma mes qui que contre entre tous tout
        toute tres plus ne pas the of and for
        """);

    /// <summary>A name without case, accents, punctuation, legal forms and little words; empty when it has nothing else.</summary>
    public static string Key(string name) => string.Join(' ', WordsOf(name).Where(w => !Dropped.Contains(w)));

    /// <summary>
    /// The words by which a name tells its structure from others, sorted, with spaces between them. Not among them are words of many names
    /// (legal forms, kinds of structures, large places), the place where it is, numbers, and what is shorter than three letters. A name
    /// that has no other word is one word as a whole, with a sign in front that keeps it from meeting a part of another name.
    /// </summary>
    public static string Words(string name, string? city = null)
    {
        var place = WordsOf(city ?? "").Select(Singular).ToHashSet(StringComparer.Ordinal);
        var telling = WordsOf(name).Select(Singular)
            .Where(w => w.Length > 2 && !w.All(char.IsDigit) && !Dropped.Contains(w) && !Common.Contains(w) && !place.Contains(w))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostWords).ToList();
        return telling.Count > 0 ? string.Join(' ', telling) : $"={string.Join('-', Fallback(name))}";
    }

    /// <summary>Whether two texts of <see cref="Words"/> have a word in common.</summary>
    public static bool Share(string words, string others)
    {
        var known = others.Split(' ');
        return words.Split(' ').Any(word => known.Contains(word, StringComparer.Ordinal));
    }

    /// <summary>Of "Ville de Nantes" and "Mairie de Nantes" what they have in common; of "L'Association" itself.</summary>
    private static IEnumerable<string> Fallback(string name)
    {
        var words = WordsOf(name).Order(StringComparer.Ordinal).ToList();
        var named = words.Where(w => !Dropped.Contains(w) && w is not ("ville" or "mairie" or "commune" or "municipalite")).ToList();
        return named.Count > 0 ? named : words.Count > 0 ? words : [name.Trim().Replace(' ', '-')];
    }

    private static IEnumerable<string> WordsOf(string text) =>
        new string([.. TextFold.Fold(text).Select(c => char.IsLetterOrDigit(c) ? c : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Singular(string word) => word.Length > 3 && word[^1] is 's' or 'x' ? word[..^1] : word;

    private static FrozenSet<string> Set(params IEnumerable<string> rows) =>
        rows.SelectMany(WordsOf).Select(Singular).ToFrozenSet(StringComparer.Ordinal);
}
