namespace Engagement.Missions;

/// <summary>The stable codes of <see cref="FeedRemark"/>: those of refusals, then those of warnings. The text beside each is in the remark's message.</summary>
public static class FeedCodes
{
#pragma warning disable CS1591 // Each name says its rule; the message of the remark says it to the partner.
    public const string ClientIdMissing = "CLIENT_ID_MISSING";
    public const string ClientIdTooLong = "CLIENT_ID_TOO_LONG";
    public const string ClientIdUnreadable = "CLIENT_ID_UNREADABLE";
    public const string TitleMissing = "TITLE_MISSING";
    public const string TitleBadlyEncoded = "TITLE_BADLY_ENCODED";
    public const string TitleOneWord = "TITLE_ONE_WORD";
    public const string TitleTooLong = "TITLE_TOO_LONG";
    public const string DescriptionMissing = "DESCRIPTION_MISSING";
    public const string DescriptionBadlyEncoded = "DESCRIPTION_BADLY_ENCODED";
    public const string DescriptionTooLong = "DESCRIPTION_TOO_LONG";
    public const string ApplicationUrlMissing = "APPLICATION_URL_MISSING";
    public const string ApplicationUrlInvalid = "APPLICATION_URL_INVALID";
    public const string ApplicationUrlTooLong = "APPLICATION_URL_TOO_LONG";
    public const string CountryUnknown = "COUNTRY_UNKNOWN";
    public const string DateUnreadable = "DATE_UNREADABLE";
    public const string EndBeforeStart = "END_BEFORE_START";
    public const string PlacesInvalid = "PLACES_INVALID";
    public const string DomainUnknown = "DOMAIN_UNKNOWN";
    public const string OrganizationNameBadlyEncoded = "ORGANIZATION_NAME_BADLY_ENCODED";
    public const string OrganizationNameTooLong = "ORGANIZATION_NAME_TOO_LONG";
    public const string CompensationInvalid = "COMPENSATION_INVALID";
    public const string CompensationNegative = "COMPENSATION_NEGATIVE";
    public const string CompensationMaxBelowAmount = "COMPENSATION_MAX_BELOW_AMOUNT";
    public const string CompensationUnitUnknown = "COMPENSATION_UNIT_UNKNOWN";
    public const string CompensationTypeUnknown = "COMPENSATION_TYPE_UNKNOWN";

    public const string ItemInvalid = "ITEM_INVALID";
    public const string ItemIdMissing = "ITEM_ID_MISSING";
    public const string ItemStateInvalid = "ITEM_STATE_INVALID";
    public const string ItemModifiedMissing = "ITEM_MODIFIED_MISSING";
    public const string ItemDataMissing = "ITEM_DATA_MISSING";

    public const string UnknownElement = "UNKNOWN_ELEMENT";
    public const string FieldRepeated = "FIELD_REPEATED";
    public const string TextTooLong = "TEXT_TOO_LONG";
    public const string TooManyValues = "TOO_MANY_VALUES";
    public const string TooManyWarnings = "TOO_MANY_WARNINGS";
    public const string TooManyWords = "TOO_MANY_WORDS";
    public const string MarkupNotEscaped = "MARKUP_NOT_ESCAPED";
    public const string MarkupEscapedTwice = "MARKUP_ESCAPED_TWICE";
    public const string MarkupRemoved = "MARKUP_REMOVED";
    public const string TypeUnknown = "TYPE_UNKNOWN";
    public const string ActivityUnknown = "ACTIVITY_UNKNOWN";
    public const string RemoteUnknown = "REMOTE_UNKNOWN";
    public const string BooleanUnknown = "BOOLEAN_UNKNOWN";
    public const string SnuPlacesInvalid = "SNU_PLACES_INVALID";
    public const string DecimalComma = "DECIMAL_COMMA";
    public const string UrlInvalid = "URL_INVALID";
    public const string PostalCodePadded = "POSTAL_CODE_PADDED";
    public const string PostalCodeInvalid = "POSTAL_CODE_INVALID";
    public const string DepartmentUnknown = "DEPARTMENT_UNKNOWN";
    public const string RegionAlone = "REGION_ALONE";
    public const string CoordinatesSwapped = "COORDINATES_SWAPPED";
    public const string CoordinatesInvalid = "COORDINATES_INVALID";
    public const string RnaInvalid = "RNA_INVALID";
    public const string SirenInvalid = "SIREN_INVALID";
    public const string SiretInvalid = "SIRET_INVALID";
    public const string OrganizationMissing = "ORGANIZATION_MISSING";
    public const string OrganizationNameMissing = "ORGANIZATION_NAME_MISSING";
    public const string OrganizationConflict = "ORGANIZATION_CONFLICT";
    public const string KindIgnored = "KIND_IGNORED";
    public const string KindMissing = "KIND_MISSING";
    public const string ClientIdDiffers = "CLIENT_ID_DIFFERS";
#pragma warning restore CS1591
}
