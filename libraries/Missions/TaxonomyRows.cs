namespace Engagement.Missions;

public static partial class Taxonomy
{
    private const string DomainRows = """
        animaux|Animaux
        autre|Autre
        batiment-industrie-logistique|Bâtiment, industrie et logistique
        benevolat-competences|Bénévolat de compétences
        communication|Communication
        culture-loisirs|Culture et loisirs
        education|Éducation
        emploi|Emploi
        environnement|Environnement
        gestion-finance-droit|Gestion, finance et droit
        humanitaire|Humanitaire
        memoire-et-citoyennete|Mémoire et citoyenneté
        numerique|Numérique
        prevention-protection|Prévention et protection
        recherche|Recherche
        sante|Santé
        service-public-defense-securite|Service public, défense et sécurité
        solidarite-insertion|Solidarité et insertion
        sport|Sport
        vivre-ensemble|Vivre ensemble
        """;

    private const string ActivityRows = """
        accueil-de-public|Accueil de public
        activites-manuelles|Activités manuelles
        aide-psychologique|Aide psychologique
        alphabetisation|Alphabétisation
        animation|Animation
        animation-valorisation|Animation, Valorisation
        art|Art
        autre|Autre
        bricolage|Bricolage
        collecte|Collecte
        collecte-de-produits|Collecte de produits
        communication|Communication
        comptabilite-finance|Comptabilité finance
        conseil|Conseil
        distribution|Distribution
        documentation-traduction|Documentation et traduction
        ecoute-permanence|Écoute permanence
        encadrement-d-equipes|Encadrement d'équipes
        enseignement-formation|Enseignement et formation
        evenementiel|Événementiel
        gestion-de-projets|Gestion de projets
        gestion-entretien-patrimoine|Gestion et entretien du patrimoine
        gestion-recherche-des-partenariats|Gestion et recherche des partenariats
        gestion-ressources-humaines|Gestion des ressources humaines
        informatique|Informatique
        jardinage|Jardinage
        juridique|Juridique
        logistique|Logistique
        lutte-contre-isolement|Lutte contre l'isolement
        maintenance-technique|Maintenance technique
        mediation-information|Médiation, Information
        mentorat-parrainage|Mentorat parrainage
        mission-internationale|Mission internationale
        operations-militaires|Opérations militaires
        preservation-patrimoine|Préservation, Patrimoine
        prevention-sensibilisation|Prévention, Sensibilisation
        ramassage-dechets|Ramassage de déchets
        recrutement|Recrutement
        responsabilites-associatives|Responsabilités associatives
        restauration-hotellerie|Restauration et hôtellerie
        sante-soins|Santé soins
        sciences-humaines-social|Sciences humaines et social
        secourisme|Secourisme
        secours-aide|Secours, Aide
        sensibilisation|Sensibilisation
        soins-animaux|Soins aux animaux
        soutien-accompagnement|Soutien, Accompagnement
        soutien-scolaire|Soutien scolaire
        sport|Sport
        taches-administratives|Tâches administratives
        transmission-pedagogie|Transmission, Pédagogie
        vie-citoyenne|Vie citoyenne
        visites|Visites
        """;

    private const string MissionTypeRows = """
        benevolat|Bénévolat
        volontariat_service_civique|Volontariat de service civique
        volontariat_sapeurs_pompiers|Volontariat de sapeurs-pompiers
        volontariat_reserve_operationnelle|Volontariat de réserve opérationnelle
        """;

    private const string RemoteModeRows = """
        no|Sur place
        possible|À distance possible
        full|Entièrement à distance
        local|Près de chez vous
        """;

    private const string RegionRows = """
        84|Auvergne-Rhône-Alpes
        27|Bourgogne-Franche-Comté
        53|Bretagne
        24|Centre-Val de Loire
        94|Corse
        44|Grand Est
        32|Hauts-de-France
        11|Île-de-France
        28|Normandie
        75|Nouvelle-Aquitaine
        76|Occitanie
        52|Pays de la Loire
        93|Provence-Alpes-Côte d'Azur
        01|Guadeloupe
        02|Martinique
        03|Guyane
        04|La Réunion
        06|Mayotte
        975|Saint-Pierre-et-Miquelon
        977|Saint-Barthélemy
        978|Saint-Martin
        984|Terres australes et antarctiques françaises
        986|Wallis-et-Futuna
        987|Polynésie française
        988|Nouvelle-Calédonie
        989|Île de Clipperton
        """;

    private const string DepartmentRows = """
        01|Ain|84
        02|Aisne|32
        03|Allier|84
        04|Alpes-de-Haute-Provence|93
        05|Hautes-Alpes|93
        06|Alpes-Maritimes|93
        07|Ardèche|84
        08|Ardennes|44
        09|Ariège|76
        10|Aube|44
        11|Aude|76
        12|Aveyron|76
        13|Bouches-du-Rhône|93
        14|Calvados|28
        15|Cantal|84
        16|Charente|75
        17|Charente-Maritime|75
        18|Cher|24
        19|Corrèze|75
        2A|Corse-du-Sud|94
        2B|Haute-Corse|94
        21|Côte-d'Or|27
        22|Côtes-d'Armor|53
        23|Creuse|75
        24|Dordogne|75
        25|Doubs|27
        26|Drôme|84
        27|Eure|28
        28|Eure-et-Loir|24
        29|Finistère|53
        30|Gard|76
        31|Haute-Garonne|76
        32|Gers|76
        33|Gironde|75
        34|Hérault|76
        35|Ille-et-Vilaine|53
        36|Indre|24
        37|Indre-et-Loire|24
        38|Isère|84
        39|Jura|27
        40|Landes|75
        41|Loir-et-Cher|24
        42|Loire|84
        43|Haute-Loire|84
        44|Loire-Atlantique|52
        45|Loiret|24
        46|Lot|76
        47|Lot-et-Garonne|75
        48|Lozère|76
        49|Maine-et-Loire|52
        50|Manche|28
        51|Marne|44
        52|Haute-Marne|44
        53|Mayenne|52
        54|Meurthe-et-Moselle|44
        55|Meuse|44
        56|Morbihan|53
        57|Moselle|44
        58|Nièvre|27
        59|Nord|32
        60|Oise|32
        61|Orne|28
        62|Pas-de-Calais|32
        63|Puy-de-Dôme|84
        64|Pyrénées-Atlantiques|75
        65|Hautes-Pyrénées|76
        66|Pyrénées-Orientales|76
        67|Bas-Rhin|44
        68|Haut-Rhin|44
        69|Rhône|84
        70|Haute-Saône|27
        71|Saône-et-Loire|27
        72|Sarthe|52
        73|Savoie|84
        74|Haute-Savoie|84
        75|Paris|11
        76|Seine-Maritime|28
        77|Seine-et-Marne|11
        78|Yvelines|11
        79|Deux-Sèvres|75
        80|Somme|32
        81|Tarn|76
        82|Tarn-et-Garonne|76
        83|Var|93
        84|Vaucluse|93
        85|Vendée|52
        86|Vienne|75
        87|Haute-Vienne|75
        88|Vosges|44
        89|Yonne|27
        90|Territoire de Belfort|27
        91|Essonne|11
        92|Hauts-de-Seine|11
        93|Seine-Saint-Denis|11
        94|Val-de-Marne|11
        95|Val-d'Oise|11
        971|Guadeloupe|01
        972|Martinique|02
        973|Guyane|03
        974|La Réunion|04
        976|Mayotte|06
        975|Saint-Pierre-et-Miquelon|975
        977|Saint-Barthélemy|977
        978|Saint-Martin|978
        984|Terres australes et antarctiques françaises|984
        986|Wallis-et-Futuna|986
        987|Polynésie française|987
        988|Nouvelle-Calédonie|988
        989|Île de Clipperton|989
        """;
}
