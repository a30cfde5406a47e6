namespace Engagement.Missions;

/// <summary>Reads the texts of the format that a mission may do without: one that is too long is ignored, and told.</summary>
internal static class BoundedText
{
    /// <summary>A text of one line.</summary>
    internal static string? Line(RawValue value, Remarks remarks) => Within(PlainText.Line(value.Text), TextLimits.Line, value, remarks);

    /// <summary>A web address.</summary>
    internal static string? WebAddress(RawValue value, Remarks remarks)
    {
        if (!value.HasText)
        {
            return null;
        }

        if (FeedValues.WebAddress(value.Text!) is { } address)
        {
            return Within(address, TextLimits.WebAddress, value, remarks);
        }

        remarks.Warn(FeedCodes.UrlInvalid, value, $"L'adresse « {value.Shown} » n'est pas une URL http(s) complète : elle est ignorée.");
        return null;
    }

    /// <summary>The text, or null when it is longer than that.</summary>
    internal static string? Within(string? text, int most, RawValue value, Remarks remarks)
    {
        if (text is null || !TextLimits.Exceeds(text, most))
        {
            return text;
        }

        remarks.Warn(FeedCodes.TextTooLong, value, $"« {value.Element} » dépasse {most} caractères : la valeur est ignorée.");
        return null;
    }

    /// <summary>Told once for a field whose value is beyond what is read of any.</summary>
    internal static RawValue WithinRaw(RawValue value, Remarks remarks)
    {
        if (value.Text is null || !TextLimits.Exceeds(value.Text, TextLimits.Raw))
        {
            return value;
        }

        remarks.Warn(FeedCodes.TextTooLong, value, $"« {value.Element} » dépasse {TextLimits.Raw} caractères : la valeur est ignorée.");
        return value with { Text = null, IsTooLong = true };
    }
}
