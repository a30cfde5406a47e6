using System.Globalization;
using System.Text;

namespace Engagement.EndToEnd.Tests.Browser;

/// <summary>What the partner of the pages publishes.</summary>
internal static class Feeds
{
    internal static byte[] Faulty => Encoding.UTF8.GetBytes(
        """
        <source>
        <publisher>Les Amis du Lac</publisher>
        <mission><clientId>jardin-7</clientId><title>Aider au jardin partagé du lac</title>
        <description>&lt;p&gt;Entretenir les &lt;b&gt;parcelles&lt;/b&gt; avec les habitants :&lt;/p&gt;&lt;ul&gt;&lt;li&gt;arroser&lt;/li&gt;&lt;li&gt;désherber&lt;/li&gt;&lt;/ul&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description>
        <applicationUrl>https://amis.example.fr/missions/7</applicationUrl><domain>environnement</domain><activity>Jardinage, Bricolage du dimanche</activity>
        <organizationName>Les Jardins du Lac</organizationName><organizationSiren>123456789</organizationSiren><startAt>12/03/2027</startAt>
        <places>4</places><compensationAmount>12,50</compensationAmount><address>3 rue du Lac</address><city>Annecy</city><postalCode>74000</postalCode></mission>
        <mission><clientId>bricolage-12</clientId><title>Bricolage</title><description></description><applicationUrl>voir le site</applicationUrl>
        <domain>jardin &amp; nature</domain><startAt>31/02/2027</startAt><places>-3</places></mission>
        <mission><clientId>musee-3</clientId><title>Accueillir les visiteurs du musée</title><description>Tenir l'accueil du musée.</description>
        <applicationUrl>https://amis.example.fr/missions/3</applicationUrl><domain>culture-loisirs</domain><startAt>2027-05-01</startAt><endAt>2027-04-01</endAt>
        <organizationName>Musée du Lac</organizationName></mission>
        <mission><clientId>jardin-7</clientId><title>Aider au jardin partagé du lac</title><description>Deux fois.</description><applicationUrl>https://amis.example.fr/missions/7</applicationUrl></mission>
        <mission><title>Sans identifiant aucun</title><description>Texte</description><applicationUrl>https://amis.example.fr/missions/8</applicationUrl><animateur>Léa</animateur></mission>
        </source>
        """);

    /// <summary>Refused missions with more remarks than a report details.</summary>
    internal static byte[] Wordy
    {
        get
        {
            var activities = string.Join(',', Enumerable.Range(1, 60).Select(n => string.Create(CultureInfo.InvariantCulture, $"Activité inconnue {n}")));
            var missions = Enumerable.Range(1, 420).Select(n => string.Create(CultureInfo.InvariantCulture,
                $"<mission><clientId>w-{n}</clientId><title>Seul</title><description>Texte</description><applicationUrl>https://amis.example.fr/{n}</applicationUrl><activity>{activities}</activity></mission>\n"));
            return Encoding.UTF8.GetBytes($"<source>{string.Concat(missions)}</source>");
        }
    }

    /// <summary>Missions that the partner sends by the API and shows in its feed too.</summary>
    internal static readonly string[] Pushed = ["atelier-1", "atelier-2", "sortie-au-bord-du-lac-avec-les-residents-de-la-maison-de-retraite-2027"];

    internal static byte[] Numbered(int count, params string[] others) => Encoding.UTF8.GetBytes(
        $"<source>{string.Concat(Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"m-{i:000}")).Concat(others).Select((id, i) => string.Create(CultureInfo.InvariantCulture,
        $"<mission><clientId>{id}</clientId><title>Accompagner une sortie numéro {i + 1}</title><description>Une après-midi au bord du lac.</description><applicationUrl>https://amis.example.fr/missions/{id}</applicationUrl><organizationName>Les Amis du Lac</organizationName></mission>\n")))}</source>");
}
