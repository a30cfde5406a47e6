using System.Globalization;
using System.Text;
using Engagement.Missions;

namespace Engagement.FakePartners;

/// <summary>One mission from its number.</summary>
internal static class FakeMissions
{
    private const int MissionsPerOrganization = 9;

    private static readonly string[] Schedules =
        ["2 heures par semaine", "Une demi-journée par semaine", "Tous les mercredis après-midi", "En soirée, une fois par semaine", "Une journée par mois", "Selon vos disponibilités", "Un week-end ponctuel"];

    private static readonly string[] SoftSkills = ["Écoute", "Patience", "Rigueur", "Autonomie", "Créativité", "Pédagogie", "Bienveillance", "Esprit d'équipe", "Sens du contact"];
    private static readonly string[] Requirements = ["Être majeur", "Permis B apprécié", "S'engager au moins six mois", "Maîtriser le français oral"];

    internal static (MissionContent Mission, OrganizationContent Organization) Create(FeedRequest request, int number, bool isChanged)
    {
        var dice = Dice.For(request.Seed, request.Kind.ToString(), number);
        var isCivic = request.Kind == FeedKind.CivicService;
        var theme = dice.Pick(isCivic ? Content.CivicService : Content.Volunteering);
        var organizations = Math.Max(1, request.Count / MissionsPerOrganization);
        var organizationNumber = dice.Next(organizations);
        var organizationTown = Dice.For(request.Seed, "town", organizationNumber).Pick(Content.Towns);
        var organization = FakeOrganizations.Create(request.Seed, organizationNumber, isCivic, organizationTown);
        var town = dice.Chance(85) ? organizationTown : dice.Pick(Content.Towns);
        var remote = dice.Next(100) switch { < 78 => RemoteMode.No, < 90 => RemoteMode.Possible, < 97 => RemoteMode.Full, _ => RemoteMode.Local };
        var months = isCivic ? 6 + dice.Next(7) : 0;
        var (postedAt, startAt, endAt) = Dates(ref dice, request, months);
        var places = 1 + dice.Next(isCivic ? 8 : 25);
        var clientId = string.Create(CultureInfo.InvariantCulture, $"{(isCivic ? "sc" : "bv")}-{number + 1:D6}");
        var html = Description(ref dice, theme, organization, town, clientId, isChanged);
        var mission = new MissionContent
        {
            ClientId = clientId,
            Title = French.Fill(dice.Pick(theme.Titles), town.Name),
            DescriptionHtml = html,
            Description = html,
            Type = isCivic ? MissionType.VolontariatServiceCivique : MissionType.Benevolat,
            ApplicationUrl = $"https://partenaire.example.fr/missions/{clientId}",
            Domain = theme.Domain,
            Activities = theme.Activities,
            Audiences = [theme.Audience],
            Tags = theme.Tags,
            Tasks = dice.Some(theme.Tasks, 2),
            SoftSkills = dice.Some(SoftSkills, 1 + dice.Next(3)),
            Requirements = dice.Some(Requirements, dice.Next(3)),
            Schedule = isCivic ? $"24 heures par semaine pendant {months} mois" : dice.Pick(Schedules),
            Remote = remote,
            Places = isChanged ? places + 1 : places,
            PlacesStatus = PlacesStatus.Given,
            OpenToMinors = dice.Chance(20) ? null : dice.Chance(isCivic ? 60 : 40),
            ReducedMobilityAccessible = dice.Chance(20) ? null : dice.Chance(50),
            CloseToTransport = dice.Chance(20) ? null : dice.Chance(60),
            Compensation = isCivic ? new Compensation { Amount = 620m, Unit = CompensationUnit.Month, Type = CompensationType.Net } : null,
            PostedAt = postedAt,
            StartAt = startAt,
            EndAt = endAt,
            Addresses = remote == RemoteMode.Full ? [] : Addresses(ref dice, town),
            Image = dice.Chance(70) ? $"https://partenaire.example.fr/images/{clientId}.jpg" : null,
            OrganizationKey = organization.Key,
        };
        return (mission, organization);
    }

    /// <summary>Each mission lives in cycles: it is published, begins, and is renewed before it ends.</summary>
    private static (DateTimeOffset PostedAt, DateTimeOffset StartAt, DateTimeOffset? EndAt) Dates(ref Dice dice, FeedRequest request, int months)
    {
        var today = FeedGenerator.MidnightOf(request.Now);
        var cycle = request.RenewsDaily ? 120 + dice.Next(120) : 365;
        var age = request.RenewsDaily
            ? (int)((today.ToUnixTimeSeconds() / 86_400 + dice.Next(cycle)) % cycle)
            : today.DayOfYear - 1 + dice.Next(60);
        var posted = today.AddDays(-age);
        var start = posted.AddDays(10 + dice.Next(cycle + 60));
        var end = posted.AddDays(cycle + 120 + dice.Next(200));
        DateTimeOffset? endAt = months > 0 ? Later(start.AddMonths(months), posted.AddDays(cycle + 70)) : dice.Chance(70) ? Later(end, start.AddDays(1)) : null;
        return (posted.AddHours(7 + dice.Next(11)), start, endAt);
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static List<MissionAddress> Addresses(ref Dice dice, Town town)
    {
        var addresses = new List<MissionAddress> { Address(ref dice, town) };
        while (addresses.Count < 4 && dice.Chance(8))
        {
            addresses.Add(Address(ref dice, dice.Pick(Content.Towns)));
        }

        return addresses;
    }

    private static MissionAddress Address(ref Dice dice, Town town) => new()
    {
        Street = FakeOrganizations.Street(ref dice),
        PostalCode = town.PostalCode,
        City = town.Name,
        DepartmentCode = Taxonomy.DepartmentOfPostalCode(town.PostalCode)?.Code,
        Lat = Math.Round(town.Lat + ((dice.Next(400) - 200) / 10_000.0), 5),
        Lon = Math.Round(town.Lon + ((dice.Next(400) - 200) / 10_000.0), 5),
        Precision = GeoPrecision.Given,
    };

    private static string Description(ref Dice dice, Theme theme, OrganizationContent organization, Town town, string clientId, bool isChanged)
    {
        var html = new StringBuilder(3000);
        html.Append(CultureInfo.InvariantCulture, $"<p>{organization.Name} agit chaque jour {French.At(town.Name)} et dans les environs. {dice.Pick(theme.Presentations)}</p>\n");
        html.Append("<p><strong>Votre mission</strong></p>\n<ul>");
        foreach (var task in dice.Some(theme.Tasks, 3 + dice.Next(2)))
        {
            html.Append(CultureInfo.InvariantCulture, $"<li>{task}</li>");
        }

        html.Append("</ul>\n<p><strong>Comment cela se passe</strong></p>\n");
        var phrases = dice.Some(Content.Phrases, 9 + dice.Next(8));
        for (var i = 0; i < phrases.Count; i += 4)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>{string.Join(' ', phrases.Skip(i).Take(4))}</p>\n");
        }

        html.Append(isChanged ? "<p>Nouveau : une séance de découverte est proposée chaque mois.</p>\n" : "");
        html.Append(CultureInfo.InvariantCulture, $"<p><em>Contact :</em> l'équipe de {organization.Name}, {town.PostalCode} {town.Name}. Référence : {clientId}.</p>");
        return html.ToString();
    }
}
