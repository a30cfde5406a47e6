namespace Engagement.Missions;

/// <summary>Judges what is paid for a mission.</summary>
internal static class CompensationNormaliser
{
    internal static Compensation? Read(RawMission raw, Remarks remarks)
    {
        var amount = Amount(raw[FeedField.CompensationAmount], remarks);
        var amountMax = Amount(raw[FeedField.CompensationAmountMax], remarks);
        if (amountMax < amount)
        {
            remarks.Refuse(FeedCodes.CompensationMaxBelowAmount, raw[FeedField.CompensationAmountMax], "Le montant maximal de l'indemnité est inférieur au montant : corrigez l'un des deux.");
        }

        var unit = Unit(raw[FeedField.CompensationUnit], remarks);
        var type = Type(raw[FeedField.CompensationType], remarks);
        return amount is null && amountMax is null && unit is null && type is null
            ? null
            : new Compensation { Amount = amount, AmountMax = amountMax, Unit = unit, Type = type };
    }

    private static decimal? Amount(RawValue value, Remarks remarks)
    {
        if (!value.HasText)
        {
            return null;
        }

        if (!FeedValues.Decimal(value.Text!, out var amount, out var hadComma))
        {
            remarks.Refuse(FeedCodes.CompensationInvalid, value,
                $"Le montant « {value.Shown} » n'est pas un nombre : écrivez-le comme 620.50.");
            return null;
        }

        if (amount < 0)
        {
            remarks.Refuse(FeedCodes.CompensationNegative, value,
                $"Le montant « {value.Shown} » est négatif : corrigez-le ou laissez-le vide.");
        }

        if (hadComma)
        {
            remarks.Warn(FeedCodes.DecimalComma, value, $"Le montant « {value.Shown} » est écrit avec une virgule : utilisez un point.");
        }

        return amount;
    }

    private static CompensationUnit? Unit(RawValue value, Remarks remarks)
    {
        var unit = value.HasText ? FeedValues.Unit(value.Text!) : null;
        if (value.HasText && unit is null)
        {
            remarks.Refuse(FeedCodes.CompensationUnitUnknown, value,
                $"L'unité « {value.Shown} » de l'indemnité est inconnue : utilisez hour, day, month ou year.");
        }

        return unit;
    }

    private static CompensationType? Type(RawValue value, Remarks remarks)
    {
        var type = value.HasText ? FeedValues.CompensationKind(value.Text!) : null;
        if (value.HasText && type is null)
        {
            remarks.Refuse(FeedCodes.CompensationTypeUnknown, value,
                $"Le type « {value.Shown} » de l'indemnité est inconnu : utilisez gross (brut) ou net.");
        }

        return type;
    }
}
