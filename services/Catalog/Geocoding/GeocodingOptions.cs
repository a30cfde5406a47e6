using System.ComponentModel.DataAnnotations;

namespace Engagement.Catalog.Geocoding;

/// <summary>Section <c>Geocoding</c>: whether, and how gently, a geocoder is asked for addresses that partners give without coordinates.</summary>
internal sealed class GeocodingOptions
{
    /// <summary>Addresses leave the service only when this is true.</summary>
    public bool Enabled { get; init; }

    /// <summary>The address to which a CSV file is sent: the national geocoder's, or one that answers as it does.</summary>
    [Required]
    public Uri Url { get; init; } = new("https://data.geopf.fr/geocodage/search/csv");

    /// <summary>Addresses in one question.</summary>
    [Range(1, 5000)]
    public int BatchSize { get; init; } = 500;

    /// <summary>The pause between two questions, and between two looks for new addresses.</summary>
    [Range(0.01, 3600)]
    public double PauseSeconds { get; init; } = 5;

    /// <summary>After a failure the pause doubles each time, up to this.</summary>
    [Range(0.01, 86_400)]
    public double LongestPauseSeconds { get; init; } = 3600;

    /// <summary>How long an answer may take.</summary>
    [Range(0.1, 600)]
    public double TimeoutSeconds { get; init; } = 60;

    /// <summary>An answer less sure than this, of 1, counts as none.</summary>
    [Range(0, 1)]
    public double LeastScore { get; init; } = 0.5;

    /// <summary>After so many days an address that was not found is asked again.</summary>
    [Range(1, 3650)]
    public int AskAgainDays { get; init; } = 30;
}
