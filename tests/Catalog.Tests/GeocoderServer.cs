using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engagement.Catalog.Tests;

/// <summary>
/// Answers as the national geocoder does: the rows it was sent, with its own columns behind them. Streets it knows are in the constructor of the
/// test; it misbehaves on demand.
/// </summary>
internal sealed class GeocoderServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Dictionary<string, string> answers;

    private GeocoderServer(WebApplication app, Dictionary<string, string> answers) => (this.app, this.answers) = (app, answers);

    internal string Url => app.Urls.Single() + "/geocodage/search/csv";

    /// <summary>"", or how to misbehave: error, garbage, half, slow.</summary>
    internal string Fault { get; set; } = "";

    internal List<string> Asked { get; } = [];

    internal int Requests { get; private set; }

    /// <param name="answers">By street: latitude, longitude, score, type, INSEE code, status.</param>
    internal static async Task<GeocoderServer> Start(params (string Street, string Answer)[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var server = new GeocoderServer(app, answers.ToDictionary(a => a.Street, a => a.Answer, StringComparer.Ordinal));
        app.MapPost("/geocodage/search/csv", server.Answer).DisableAntiforgery();
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> Answer(HttpRequest request, CancellationToken ct)
    {
        Requests++;
        var form = await request.ReadFormAsync(ct);
        Assert.Equal("street,city", form["columns"].ToString());
        Assert.Equal("postcode", form["postcode"].ToString());
        using var reader = new StreamReader(form.Files["data"]!.OpenReadStream());
        var rows = (await reader.ReadToEndAsync(ct)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var streets = rows.Skip(1).Select(r => r.Split(',')[1].Trim('"')).ToList();
        switch (Fault)
        {
            case "error": return Results.StatusCode(500);
            case "garbage": return Results.Text("<html>Bientôt de retour</html>", "text/csv");
            case "slow": await Task.Delay(Timeout.Infinite, ct); break;
        }

        Asked.AddRange(streets);
        var told = rows.Skip(1).Zip(streets, (row, street) => $"{row},{answers.GetValueOrDefault(street, ",,,,,not-found")}");
        var text = $"{rows[0].Replace("\"", "", StringComparison.Ordinal)},latitude,longitude,result_score,result_type,result_citycode,result_status\n{string.Join('\n', told)}\n";
        return Results.Text(Fault == "half" ? text[..(int)(text.Length * 0.75)] : text, "text/csv");
    }

    internal static string Found(double lat, double lon, double score, string type, string commune) =>
        string.Create(CultureInfo.InvariantCulture, $"{lat},{lon},{score},{type},{commune},ok");
}
