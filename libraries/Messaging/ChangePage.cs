using System.Globalization;
using System.Text.Json;
using Engagement.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Engagement.Messaging;

/// <summary>A page of the log: how its owner answers, and how a follower asks.</summary>
internal static partial class ChangePage
{
    /// <param name="After">The number after which the page begins.</param>
    /// <param name="Limit">The most entries.</param>
    /// <param name="Mark">The mark of the entry at <see cref="After"/>, as the follower has it.</param>
    /// <param name="Known">The highest number that the follower knows of, though it may have gone back since.</param>
    internal sealed record Request(long? After, int? Limit, int? Mark, long? Known);

    internal static async Task<IResult> Answer(HttpContext context, string schema, Request request)
    {
        var ct = context.RequestAborted;
        var log = context.RequestServices.GetRequiredKeyedService<ChangeLog>(schema);
        var source = context.RequestServices.GetRequiredKeyedService<NpgsqlDataSource>(schema);
        await using var connection = await source.OpenConnectionAsync(ct);
        var after = Math.Max(request.After ?? 0, 0);
        var page = await log.Read(connection, after, Math.Clamp(request.Limit ?? PageLimits.Pulled, 0, PageLimits.Pulled), PageLimits.PulledBytes, ct);
        if (Math.Max(after, request.Known ?? 0) is var known && known > page.Head && await log.ContinueAbove(connection, known, ct))
        {
            Log.GoesOnAbove(context.RequestServices.GetRequiredService<ILogger<ChangeLog>>(), schema, page.Head, known);
        }

        var isLost = after > 0 && !await log.Has(connection, new LogPosition(after, request.Mark), ct);
        return Results.Json(isLost ? new Changes(after, after, page.Head, []) { IsLost = true } : page, MessageJson.Options);
    }

    internal static async Task<Changes> Fetch(HttpClient client, LogPosition after, long known, int? limit, CancellationToken ct)
    {
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"/internal/changes?after={after.Number}&known={known}{(after.Mark is { } mark ? $"&mark={mark}" : "")}{(limit is { } n ? $"&limit={n}" : "")}");
        using var response = await client.GetAsync(path, ct);
        response.EnsureSuccessStatusCode();
        var utf8 = await response.Content.ReadAsByteArrayAsync(ct);
        return JsonSerializer.Deserialize<Changes>(utf8, MessageJson.Options) ?? throw new HttpRequestException("The log answered null.");
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1141, Level = LogLevel.Warning,
            Message = "Change log {Schema} ends at {Head} and a follower knows {Known}: its database was restored; it goes on above that number")]
        internal static partial void GoesOnAbove(ILogger logger, string schema, long head, long known);
    }
}
