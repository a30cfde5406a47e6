namespace Engagement.Search.Tests.Index;

/// <summary>A mission by the words that matter to a search; unset fields hold neutral words.</summary>
internal sealed record Sheet(string? Title = null, string? Organization = null, string? Tag = null, string? Description = null);

/// <summary>A search and two missions of which a person would want the first before the second.</summary>
internal sealed record JudgedPair(string Search, Sheet Better, Sheet Worse, string Because);

/// <summary>Pairs judged by hand.</summary>
internal static class JudgedPairs
{
    private const string Field = "a word weighs most in the title, then the structure's name, the tags, the description";
    private const string All = "all words are worth more than some";
    private const string Rare = "a rare word is worth more than a common one";
    private const string Short = "a word weighs more in a short text";
    private const string Often = "a word said twice weighs more";
    private const string Spelling = "accents, case, number and gender do not matter";

    private static readonly string Long = string.Join(' ', Enumerable.Repeat("les participants prennent part aux séances du matin et du soir", 25));

    internal static readonly JudgedPair[] Table =
    [
        new("théâtre", T("Atelier théâtre pour tous"), O("Compagnie du théâtre"), Field),
        new("théâtre", O("Compagnie du théâtre"), G("théâtre"), Field),
        new("théâtre", G("théâtre"), D("Nous montons une pièce de théâtre"), Field),
        new("théâtre", T("Atelier théâtre pour tous"), D("Du théâtre, encore du théâtre, toujours du théâtre"), Field),
        new("jardin", T("Entretenir un jardin partagé"), G("jardin"), Field),
        new("jardin", O("Les amis du jardin"), D("Un jardin, deux jardins, trois jardins"), Field),
        new("échecs", T("Initier aux échecs"), O("Club d'échecs"), Field),
        new("échecs", O("Club d'échecs"), D("Jouer aux échecs avec des enfants"), Field),
        new("échecs", G("échecs"), D("Jouer aux échecs avec des enfants"), Field),
        new("maraude", T("Participer à une maraude du soir"), D("La maraude part à 20 heures. " + Long), Field),
        new("maraude", O("Maraude et partage"), G("maraude"), Field),
        new("bibliothèque", T("Tenir la bibliothèque de rue"), O("Bibliothèque pour tous"), Field),
        new("bibliothèque", G("bibliothèque"), D("La bibliothèque est ouverte. " + Long), Field),
        new("vélo", T("Réparer un vélo en atelier"), D("Un atelier de réparation de vélo"), Field),
        new("couture", T("Animer un cours de couture"), O("Couture solidaire"), Field),
        new("couture", O("Couture solidaire"), D("couture couture couture couture couture"), Field),
        new("astronomie", T("Soirée d'astronomie à la ferme des étoiles"), G("astronomie"), Field),
        new("lecture enfants", T("Lecture aux enfants"), T("Lecture à voix haute"), All),
        new("lecture enfants", T("Lecture aux enfants"), T("Goûter des enfants"), All),
        new("lecture enfants", D("Une lecture pour des enfants"), T("Lecture à voix haute"), All),
        new("lecture enfants", D("Une lecture pour des enfants"), T("Goûter des enfants"), All),
        new("lecture enfants", T("Lecture en famille") with { Description = "avec des enfants" }, D("Lecture, lecture, lecture"), All),
        new("jardin école", D("Un jardin dans une école"), T("Jardin du quartier"), All),
        new("jardin école", T("Un jardin à l'école"), D("Un jardin dans une école"), Field),
        new("aide personnes âgées", T("Aide aux personnes âgées"), T("Aide aux devoirs"), All),
        new("aide personnes âgées", D("Une aide offerte à des personnes âgées"), T("Aide aux personnes isolées"), All),
        new("aide personnes âgées", D("Une aide offerte à des personnes âgées"), T("Accompagner les personnes malades"), All),
        new("l'aide aux personnes agees", T("Aide aux personnes âgées"), T("Aide alimentaire"), All),
        new("musique hôpital", D("De la musique à l'hôpital"), O("Musique et partage"), All),
        new("musique hôpital", T("Musique en ville") with { Tag = "hôpital" }, T("Musique en ville"), All),
        new("tri vêtements friperie", D("Le tri des vêtements de la friperie"), T("Tri des vêtements"), All),
        new("cuisine anglais couture", D("cuisine, anglais et couture"), T("Cuisine et couture"), All),
        new("collecte alimentaire magasin", D("La collecte alimentaire en magasin"), T("Collecte alimentaire"), All),
        new("bénévole planeur", D("Une heure de planeur"), D("Un bénévole du quartier"), Rare),
        new("bénévole planeur", G("planeur"), G("bénévole"), Rare),
        new("planeur association", T("Piloter un planeur"), T("Rejoindre une association"), Rare),
        new("accompagnement vannerie", D("Un peu de vannerie"), D("Un peu d'accompagnement"), Rare),
        new("vannerie bénévole", T("Initiation à la vannerie"), T("Devenir bénévole"), Rare),
        new("bénévole apiculture", O("Apiculture urbaine"), O("Bénévole urbain"), Rare),
        new("association apiculture", G("apiculture"), G("association"), Rare),
        new("solidarité spéléologie", T("Sortie de spéléologie"), T("Sortie de solidarité"), Rare),
        new("spéléologie bénévole", D("La spéléologie en montagne"), D("Le bénévole en montagne"), Rare),
        new("accompagnement enluminure", T("Enluminure au musée"), T("Accompagnement au musée"), Rare),
        new("association enluminure", D("enluminure"), D("association, association"), Rare),
        new("poterie", T("Atelier poterie"), T("Atelier du samedi avec peinture, collage, danse, poterie et bien des choses encore pour petits et grands"), Short),
        new("poterie", D("Un atelier de poterie"), D("Un atelier de poterie. " + Long), Short),
        new("surf", D("Apprendre le surf"), D(Long + " et le surf"), Short),
        new("surf", T("Cours de surf"), T("Cours de natation, de voile, de plongée, de sauvetage côtier, de planche et de surf en été"), Short),
        new("radio", O("Radio locale"), O("Union départementale des foyers ruraux et de la radio locale des cantons du nord"), Short),
        new("radio", D("Une émission de radio"), D("Une émission de radio. " + Long), Short),
        new("tricot", D("Un club de tricot"), D(Long + " un club de tricot " + Long), Short),
        new("tricot", T("Tricot solidaire"), T("Rencontres du mercredi pour apprendre le tricot, le crochet, la broderie et la dentelle ensemble"), Short),
        new("chorale", D("La chorale chante. La chorale voyage."), D("La chorale chante. Le groupe voyage."), Often),
        new("escalade", D("escalade en salle, escalade en falaise"), D("escalade en salle, sortie en falaise"), Often),
        new("brocante", T("Brocante du village") with { Description = "une brocante" }, T("Brocante du village"), Often),
        new("refuge", T("Aider un refuge") with { Tag = "refuge" }, T("Aider un refuge"), Often),
        new("theatres", T("Jouer du théâtre"), D("Des théâtres de rue"), Spelling),
        new("ANIMAUX", T("Soigner un animal blessé"), D("Soigner des animaux"), Spelling),
        new("soirees jeux", T("Animer une soirée jeu"), T("Animer une soirée"), Spelling),
        new("sportive", T("Éducateur sportif"), O("Union sportive"), Spelling),
        new("oeuvres", T("Une œuvre collective"), D("Des œuvres collectives"), Spelling),
        new("infirmieres", T("Infirmier bénévole en maraude"), D("Des infirmières"), Spelling),
        new("ete", T("Séjour d'été"), D("Un séjour en été"), Spelling),
        new("l’été", T("Colonie de l'été"), O("Amis de l'été"), Spelling),
        new("aujourd'hui", T("Agir aujourd’hui"), D("Agir dès aujourd'hui"), Spelling),
        new("francaise", T("Cours de français"), D("La langue française"), Spelling),
    ];

    private static Sheet T(string text) => new(Title: text);

    private static Sheet O(string text) => new(Organization: text);

    private static Sheet G(string text) => new(Tag: text);

    private static Sheet D(string text) => new(Description: text);
}
