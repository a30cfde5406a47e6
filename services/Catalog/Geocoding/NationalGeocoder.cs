using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Engagement.Missions;
using Microsoft.Extensions.Options;

namespace Engagement.Catalog.Geocoding;

/// <summary>An address to ask for.</summary>
internal sealed record GeocodingQuestion(string Key, string Street, string? PostalCode, string? City, string? DepartmentCode);

/// <summary>What the geocoder said of an address; without a precision: it knows none.</summary>
internal sealed record GeocodingAnswer(string Key, GeoPrecision? Precision, double? Lat, double? Lon, string? CommuneCode, double? Score);

/// <summary>The geocoder did not give an answer that can be read.</summary>
internal sealed class GeocoderFault(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Asks the national geocoder (IGN Géoplateforme, Base Adresse Nationale) for many addresses in one CSV file.</summary>
internal sealed class NationalGeocoder : IDisposable
{
    private const long MaxAnswerBytes = 16 << 20;
    private static readonly string[] Asked = ["latitude", "longitude", "result_score", "result_type", "result_citycode", "result_status"];

    private readonly HttpClient http;

    public NationalGeocoder(IOptions<GeocodingOptions> options)
    {
        Options = options.Value;
        http = new HttpClient { Timeout = TimeSpan.FromSeconds(Options.TimeoutSeconds), MaxResponseContentBufferSize = MaxAnswerBytes };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Engagement", "1.0"));
    }

    internal GeocodingOptions Options { get; }

    /// <summary>The answers that came, perhaps fewer than were asked for; throws <see cref="GeocoderFault"/> when none can be read.</summary>
    internal async Task<IReadOnlyList<GeocodingAnswer>> Ask(IReadOnlyList<GeocodingQuestion> questions, CancellationToken ct)
    {
        try
        {
            using var form = Form(questions);
            using var response = await http.PostAsync(Options.Url, form, ct);
            response.EnsureSuccessStatusCode();
            return Read(await response.Content.ReadAsStringAsync(ct), questions);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or DecoderFallbackException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new GeocoderFault(e.Message, e);
        }
    }

    public void Dispose() => http.Dispose();

    private static MultipartFormDataContent Form(IReadOnlyList<GeocodingQuestion> questions)
    {
        var csv = new StringBuilder();
        CsvTable.Write(csv, "row", "street", "postcode", "city");
        for (var i = 0; i < questions.Count; i++)
        {
            var question = questions[i];
            CsvTable.Write(csv, i.ToString(CultureInfo.InvariantCulture), question.Street, question.PostalCode, question.City);
        }

        var file = new StringContent(csv.ToString(), Encoding.UTF8, "text/csv");
        var form = new MultipartFormDataContent { { file, "data", "addresses.csv" }, { new StringContent("street"), "columns" }, { new StringContent("city"), "columns" }, { new StringContent("postcode"), "postcode" } };
        foreach (var column in Asked)
        {
            form.Add(new StringContent(column), "result_columns");
        }

        return form;
    }

    private List<GeocodingAnswer> Read(string csv, IReadOnlyList<GeocodingQuestion> questions)
    {
        var rows = CsvTable.Read(csv.TrimStart('\uFEFF')).ToList();
        var columns = rows.Count == 0 ? [] : rows[0].Select((name, index) => (name, index)).DistinctBy(c => c.name).ToDictionary(c => c.name, c => c.index, StringComparer.Ordinal);
        if (!columns.ContainsKey("row") || !Asked.All(columns.ContainsKey))
        {
            throw new GeocoderFault($"The answer is not the table that was asked for: it begins with \"{csv[..Math.Min(80, csv.Length)]}\".");
        }

        var answers = new Dictionary<int, GeocodingAnswer>();
        // A row that is cut short is as if it had not come.
        foreach (var cells in rows.Skip(1).Where(r => r.Count >= rows[0].Count))
        {
            if (int.TryParse(cells[columns["row"]], NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row < questions.Count
                && Answer(questions[row], name => cells[columns[name]]) is { } answer)
            {
                answers.TryAdd(row, answer);
            }
        }

        return [.. answers.Values];
    }

    /// <summary>Null when the geocoder failed on this row: it is asked again.</summary>
    private GeocodingAnswer? Answer(GeocodingQuestion question, Func<string, string> cell)
    {
        var unknown = new GeocodingAnswer(question.Key, null, null, null, null, null);
        if (cell("result_status") is "error" or "skipped")
        {
            return null;
        }

        if (!Degrees(cell("latitude"), 90, out var lat) || !Degrees(cell("longitude"), 180, out var lon) || !Degrees(cell("result_score"), 1.5, out var score))
        {
            return unknown;
        }

        var commune = CommuneCode(cell("result_citycode"));
        GeoPrecision? precision = cell("result_type") switch
        {
            "housenumber" or "street" or "locality" => GeoPrecision.Street,
            "municipality" => GeoPrecision.City,
            _ => null,
        };
        // The best guess for a misspelt street may lie at the other end of the country.
        var isElsewhere = question.DepartmentCode is { } department && !commune.StartsWith(department, StringComparison.Ordinal);
        return precision is null || isElsewhere || score < Options.LeastScore
            ? unknown with { Score = score }
            : new GeocodingAnswer(question.Key, precision, lat, lon, commune.Length == 0 ? null : commune, score);
    }

    /// <summary>Five letters and digits; empty for whatever else the answer holds.</summary>
    private static string CommuneCode(string text) => text.Length == 5 && text.All(char.IsAsciiLetterOrDigit) ? text : "";

    private static bool Degrees(string text, double most, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && Math.Abs(number) <= most;
}
