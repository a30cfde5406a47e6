namespace Engagement.Missions;

/// <summary>
/// Turns the elements of one mission into its normalised content, or into the reasons why not. Every rule is evaluated, so that a partner
/// corrects everything at once.
/// </summary>
internal sealed class MissionNormaliser(FeedSettings settings)
{
    private readonly OrganizationBook _organizations = new();

    internal FeedItem Normalise(RawMission raw, Remarks remarks)
    {
        var mission = Read(raw, remarks);
        var clientId = raw[FeedField.ClientId].Text;
        var organization = OrganizationNormaliser.Read(raw, remarks);
        if (!remarks.Refused && organization is not null)
        {
            organization = _organizations.Settle(organization, raw, remarks);
        }

        return new FeedItem
        {
            Position = raw.Position,
            Line = raw.Line,
            // One that is too long names no mission that could be known.
            ClientId = clientId is null || TextLimits.Exceeds(clientId, TextLimits.ClientId) ? null : clientId,
            Mission = remarks.Refused ? null : mission with { OrganizationKey = organization?.Key },
            Organization = remarks.Refused ? null : organization,
            Refusals = remarks.Refusals,
            Warnings = remarks.Warnings,
        };
    }

    private MissionContent Read(RawMission raw, Remarks remarks)
    {
        var description = Description(raw[FeedField.Description], remarks);
        var (places, placesStatus) = Places(raw[FeedField.Places], remarks);
        var (postedAt, startAt, endAt) = Dates(raw, remarks);
        return new MissionContent
        {
            ClientId = ClientId(raw[FeedField.ClientId], remarks),
            Title = Title(raw[FeedField.Title], remarks),
            Description = description.Text,
            DescriptionHtml = description.Html,
            Type = Type(raw[FeedField.Type], remarks),
            ApplicationUrl = ApplicationUrl(raw[FeedField.ApplicationUrl], remarks),
            Domain = Domain(raw[FeedField.Domain], remarks),
            Activities = ActivityList.Read(raw, remarks),
            Audiences = FeedValues.List(raw, FeedField.Audience, remarks),
            Tags = FeedValues.List(raw, FeedField.Tags, remarks),
            Tasks = FeedValues.List(raw, FeedField.Tasks, remarks),
            SoftSkills = FeedValues.List(raw, FeedField.SoftSkills, remarks),
            RomeSkills = FeedValues.List(raw, FeedField.RomeSkills, remarks),
            Requirements = FeedValues.List(raw, FeedField.Requirements, remarks),
            Schedule = BoundedText.Line(raw[FeedField.Schedule], remarks),
            Remote = Remote(raw[FeedField.Remote], remarks),
            Places = places,
            PlacesStatus = placesStatus,
            OpenToMinors = Boolean(raw[FeedField.OpenToMinors], remarks),
            ReducedMobilityAccessible = Boolean(raw[FeedField.ReducedMobilityAccessible], remarks),
            CloseToTransport = Boolean(raw[FeedField.CloseToTransport], remarks),
            Snu = Boolean(raw[FeedField.Snu], remarks) ?? false,
            SnuPlaces = SnuPlaces(raw[FeedField.SnuPlaces], remarks),
            Compensation = CompensationNormaliser.Read(raw, remarks),
            PostedAt = postedAt,
            StartAt = startAt,
            EndAt = endAt,
            Addresses = AddressNormaliser.Read(raw, remarks),
            Image = BoundedText.WebAddress(raw[FeedField.Image], remarks),
            Priority = BoundedText.Line(raw[FeedField.Priority], remarks),
            Metadata = BoundedText.Line(raw[FeedField.Metadata], remarks),
        };
    }

    private static string ClientId(RawValue value, Remarks remarks)
    {
        if (IsTooLong(value, value.Text, TextLimits.ClientId))
        {
            remarks.Refuse(FeedCodes.ClientIdTooLong, value,
                $"L'identifiant clientId dépasse {TextLimits.ClientId} caractères : raccourcissez-le.");
        }
        else if (!value.HasText)
        {
            remarks.Refuse(FeedCodes.ClientIdMissing, value,
                "L'identifiant clientId manque : donnez à chaque mission un identifiant unique et stable.");
        }

        if (PlainText.HasInvisible(value.Text))
        {
            remarks.Refuse(FeedCodes.ClientIdUnreadable, value,
                "L'identifiant clientId contient des caractères invisibles (saut de ligne, marque de direction, espace de largeur nulle) : retirez-les.");
        }

        return value.Text ?? "";
    }

    private static string Title(RawValue value, Remarks remarks)
    {
        var title = PlainText.Line(value.Text);
        if (IsTooLong(value, title, TextLimits.Title))
        {
            remarks.Refuse(FeedCodes.TitleTooLong, value, $"Le titre dépasse {TextLimits.Title} caractères : raccourcissez-le.");
        }
        else if (title is null)
        {
            remarks.Refuse(FeedCodes.TitleMissing, value, "Le titre manque : donnez à la mission un titre de quelques mots.");
        }

        return title is null ? "" : WellWritten(title, value, remarks);
    }

    private static string WellWritten(string title, RawValue value, Remarks remarks)
    {
        if (PlainText.IsBadlyEncoded(title))
        {
            remarks.Refuse(FeedCodes.TitleBadlyEncoded, value, "Le titre est mal encodé : envoyez-le en UTF-8, sans entités HTML encodées deux fois.");
        }

        if (CountWords(title) < 2)
        {
            remarks.Refuse(FeedCodes.TitleOneWord, value, "Le titre n'a qu'un mot : décrivez la mission en quelques mots.");
        }

        return title;
    }

    /// <summary>True when a text that a mission cannot do without is beyond its bound, or was too long to be read at all.</summary>
    internal static bool IsTooLong(RawValue value, string? text, int most) => value.IsTooLong
        || (text is not null && TextLimits.Exceeds(text, most));

    private static int CountWords(string title)
    {
        var (words, inWord) = (0, false);
        foreach (var c in title)
        {
            if (char.IsWhiteSpace(c))
            {
                inWord = false;
            }
            else if (!inWord && char.IsLetterOrDigit(c))
            {
                inWord = true;
                words++;
            }
        }

        return words;
    }

    private static RichText Description(RawValue value, Remarks remarks)
    {
        if (!value.HasText)
        {
            remarks.Refuse(FeedCodes.DescriptionMissing, value, "La description manque : décrivez la mission, en texte ou en HTML.");
            return default;
        }

        if (RichText.Read(value.Text!) is not { } description
            || TextLimits.Exceeds(description.Text, TextLimits.Description) || TextLimits.Exceeds(description.Html, TextLimits.Markup))
        {
            remarks.Refuse(FeedCodes.DescriptionTooLong, value,
                $"La description dépasse {TextLimits.Description} caractères : raccourcissez-la.");
            return default;
        }

        JudgeMarkup(description, value, remarks);
        return description;
    }

    private static void JudgeMarkup(RichText description, RawValue value, Remarks remarks)
    {
        if (description.Text.Length == 0)
        {
            remarks.Refuse(FeedCodes.DescriptionMissing, value, "La description ne contient aucun texte : décrivez la mission, en texte ou en HTML.");
        }
        else if (PlainText.IsBadlyEncoded(description.Text))
        {
            remarks.Refuse(FeedCodes.DescriptionBadlyEncoded, value, "La description est mal encodée : envoyez-la en UTF-8, sans entités HTML encodées deux fois.");
        }

        if (description.HadHostileMarkup)
        {
            remarks.Warn(FeedCodes.MarkupRemoved, value, "La description contient des scripts, des cadres ou des liens interdits : ils sont retirés.");
        }

        if (description.HadLongLink)
        {
            remarks.Warn(FeedCodes.TextTooLong, value,
                $"Un lien de la description dépasse {TextLimits.WebAddress} caractères : il est retiré, son texte reste.");
        }

        if (description.WasEscapedTwice)
        {
            remarks.Warn(FeedCodes.MarkupEscapedTwice, value, "Les balises HTML de la description sont encodées deux fois : elles ont été décodées. Ne les échappez qu'une fois, ou utilisez CDATA.");
        }
    }

    private MissionType Type(RawValue value, Remarks remarks)
    {
        if (!value.HasText)
        {
            return settings.DefaultType;
        }

        for (var i = 0; i < Taxonomy.MissionTypes.Count; i++)
        {
            if (Taxonomy.MissionTypeTerm(value.Text!) == Taxonomy.MissionTypes[i])
            {
                return (MissionType)i;
            }
        }

        remarks.Warn(FeedCodes.TypeUnknown, value, $"Le type « {value.Shown} » est inconnu : celui du flux est retenu.");
        return settings.DefaultType;
    }

    private static string ApplicationUrl(RawValue value, Remarks remarks)
    {
        var address = value.HasText ? FeedValues.WebAddress(value.Text!) : null;
        if (IsTooLong(value, address, TextLimits.WebAddress))
        {
            remarks.Refuse(FeedCodes.ApplicationUrlTooLong, value,
                $"L'adresse applicationUrl dépasse {TextLimits.WebAddress} caractères : raccourcissez-la.");
        }
        else if (!value.HasText)
        {
            remarks.Refuse(FeedCodes.ApplicationUrlMissing, value, "L'adresse applicationUrl manque : donnez l'adresse de la page où l'on candidate.");
        }
        else if (address is null)
        {
            remarks.Refuse(FeedCodes.ApplicationUrlInvalid, value,
                $"« {value.Shown} » n'est pas une adresse complète : elle doit commencer par https:// ou http://, sans espace.");
        }

        return address ?? "";
    }

    private static string? Domain(RawValue value, Remarks remarks)
    {
        if (!value.HasText)
        {
            return null;
        }

        var domain = Taxonomy.Domain(PlainText.Line(value.Text) ?? "");
        if (domain is null)
        {
            remarks.Refuse(FeedCodes.DomainUnknown, value,
                $"Le domaine « {value.Shown} » n'est pas dans la liste : utilisez l'un des 20 codes du format, ou « autre ».");
        }

        return domain?.Code;
    }

    private static RemoteMode Remote(RawValue value, Remarks remarks)
    {
        if (!value.HasText)
        {
            return RemoteMode.No;
        }

        var remote = FeedValues.Remote(value.Text!);
        if (remote is null)
        {
            remarks.Warn(FeedCodes.RemoteUnknown, value,
                $"La valeur « {value.Shown} » de remote est inconnue : « no » est retenu. Utilisez no, possible, full ou local.");
        }

        return remote ?? RemoteMode.No;
    }

    private static bool? Boolean(RawValue value, Remarks remarks)
    {
        if (!value.HasText)
        {
            return null;
        }

        var answer = FeedValues.Boolean(value.Text!);
        if (answer is null)
        {
            remarks.Warn(FeedCodes.BooleanUnknown, value,
                $"La valeur « {value.Shown} » de {value.Element} n'est ni yes ni no : elle est ignorée.");
        }

        return answer;
    }

    private static (int Places, PlacesStatus Status) Places(RawValue value, Remarks remarks)
    {
        if (!value.HasText)
        {
            return (1, PlacesStatus.Attributed);
        }

        if (!FeedValues.Integer(value.Text!, out var places) || places < 0)
        {
            remarks.Refuse(FeedCodes.PlacesInvalid, value,
                $"Le nombre de places « {value.Shown} » n'est pas un entier positif : corrigez-le ou laissez-le vide.");
            return (1, PlacesStatus.Attributed);
        }

        return places == 0 ? (1, PlacesStatus.Attributed) : (places, PlacesStatus.Given);
    }

    private static int? SnuPlaces(RawValue value, Remarks remarks)
    {
        if (!value.HasText)
        {
            return null;
        }

        if (FeedValues.Integer(value.Text!, out var places) && places >= 0)
        {
            return places;
        }

        remarks.Warn(FeedCodes.SnuPlacesInvalid, value,
            $"Le nombre de places SNU « {value.Shown} » n'est pas un entier positif : il est ignoré.");
        return null;
    }

    private static (DateTimeOffset? PostedAt, DateTimeOffset? StartAt, DateTimeOffset? EndAt) Dates(RawMission raw, Remarks remarks)
    {
        var postedAt = Date(raw[FeedField.PostedAt], endOfDay: false, remarks);
        var startAt = Date(raw[FeedField.StartAt], endOfDay: false, remarks);
        var endAt = Date(raw[FeedField.EndAt], endOfDay: true, remarks);
        if (endAt < (startAt ?? postedAt))
        {
            var against = startAt is null ? "la date de publication, qui vaut date de début" : "la date de début";
            remarks.Refuse(FeedCodes.EndBeforeStart, raw[FeedField.EndAt], $"La date de fin précède {against} : corrigez l'une des deux.");
        }

        return (postedAt, startAt, endAt);
    }

    private static DateTimeOffset? Date(RawValue value, bool endOfDay, Remarks remarks)
    {
        if (!value.HasText)
        {
            return null;
        }

        if (FeedDate.TryRead(value.Text!, endOfDay, out var instant))
        {
            return instant;
        }

        remarks.Refuse(FeedCodes.DateUnreadable, value,
            $"La date « {value.Shown} » de {value.Element} n'est pas lisible : écrivez-la AAAA-MM-JJ, JJ/MM/AAAA ou en ISO 8601.");
        return null;
    }
}
