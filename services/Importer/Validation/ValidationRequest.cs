using System.Net.Mime;
using Engagement.Hosting;
using Engagement.Importer.Feeds;
using Engagement.Missions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Engagement.Importer.Validation;

/// <summary>What is to be read: an address, or a file that came as a form's part or as the whole body.</summary>
/// <param name="Url">The address, or null.</param>
/// <param name="File">The file, or null.</param>
/// <param name="Type">The programme of missions that do not name theirs.</param>
internal sealed record ValidationRequest(string? Url, Stream? File, MissionType Type)
{
    /// <summary>What is wrong with the request, in French; null when nothing is.</summary>
    internal string? Fault { get; private init; }

    internal static async Task<ValidationRequest> Read(HttpContext context, long maxBytes, CancellationToken ct)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // The frame of a form comes on top of the file.
            size.MaxRequestBodySize = maxBytes + (64 << 10);
        }

        var request = context.Request;
        if (!request.HasFormContentType)
        {
            return IsJson(request)
                ? await ReadJson(request, ct)
                : Check(request.Query["url"], null, request.Query["type"], request.ContentLength == 0 ? null : await Keep(context, ct));
        }

        var form = await RequestForm.Read(request, longestValue: 8192, longestFile: maxBytes, ct);
        return Check(form["url"], form.Files["file"], form["type"], null);
    }

    /// <summary>The whole body, in memory or a temporary file until the request ends.</summary>
    private static async Task<Stream> Keep(HttpContext context, CancellationToken ct)
    {
        var kept = new FileBufferingReadStream(context.Request.Body, memoryThreshold: 64 << 10);
        context.Response.RegisterForDisposeAsync(kept);
        await kept.DrainAsync(ct);
        kept.Position = 0;
        return kept;
    }

    private static async Task<ValidationRequest> ReadJson(HttpRequest request, CancellationToken ct) =>
        await request.ReadFromJsonAsync<Body>(ct) is { } body ? Check(body.Url, null, body.Type, null) : Check(null, null, null, null);

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase);

    private static ValidationRequest Check(string? url, IFormFile? file, string? type, Stream? body)
    {
        url = string.IsNullOrWhiteSpace(url) ? null : url.Trim();
        type = string.IsNullOrWhiteSpace(type) ? "benevolat" : type;
        var stream = file is { Length: > 0 } ? file.OpenReadStream() : url is null ? body : null;
        var fault = !MissionTypes.Exists(type) ? $"Le type « {type} » est inconnu : {string.Join(", ", MissionTypes.Codes)}."
            : url is null && stream is null ? "Donnez l'adresse de votre flux, ou choisissez un fichier."
            : url is not null && file is { Length: > 0 } ? "Donnez une adresse ou un fichier, pas les deux."
            : url is not null && !FeedAddress.TryParse(url, out _) ? "L'adresse du flux doit être complète et commencer par https:// ou http://, sans identifiants."
            : null;
        return new ValidationRequest(url, stream, MissionTypes.Exists(type) ? MissionTypes.Parse(type) : MissionType.Benevolat) { Fault = fault };
    }

    private sealed record Body(string? Url, string? Type);
}
