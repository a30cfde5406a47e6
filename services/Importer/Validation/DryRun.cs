using System.Diagnostics;
using System.Text;
using Engagement.Importer.Feeds;
using Engagement.Importer.Reports;
using Engagement.Importer.Runs;
using Engagement.Missions;
using Engagement.Missions.Places;

namespace Engagement.Importer.Validation;

/// <summary>Reads a feed as an import would and notes what it would report; stores nothing, sends nothing.</summary>
internal sealed class DryRun(DateTimeOffset now, MissionType defaultType)
{
    internal const int MaxItems = 1000;
    internal const int MaxPreviews = 12;

    internal static readonly RunReason Internal = new(
        RunReasons.Internal.Code, "Une erreur interne a arrêté l'essai : réessayez, et prévenez-nous si elle se répète.");

    // Anybody may ask for a dry run: it leaves every other slice of a processor to those who wait for an answer.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10);

    private readonly Dictionary<string, int> seen = [];
    private readonly Dictionary<(string Kind, string Code), int> codes = [];
    private readonly List<RunRemark> items = [];
    private readonly List<MissionPreview> previews = [];
    private readonly FeedWords words = new();
    private bool hasItems;
    private int received;
    private int accepted;
    private int refused;
    private int duplicates;

    /// <param name="feed">The feed as received.</param>
    /// <param name="address">Where it was found in the end; null for a file.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="ct">Ends the reading.</param>
    internal async Task<DryRunReport> Read(Stream feed, Uri? address, FeedLimits limits, CancellationToken ct)
    {
        try
        {
            await using var opened = await FeedStream.Open(feed, limits.MaxInflatedBytes, ct);
            var (plain, isJson) = await FeedStream.TellJson(opened, ct);
            return await (isJson ? ReadPage(plain, address, limits, ct) : ReadXml(plain, limits, ct));
        }
        catch (Exception e) when (Fault(e) is not null)
        {
            return Report(Fault(e));
        }
    }

    private async Task<DryRunReport> ReadXml(Stream feed, FeedLimits limits, CancellationToken ct)
    {
        var reader = new FeedReader(limits);
        var failure = await Take(reader.Read(feed, new FeedSettings { DefaultType = defaultType }, ct), ct);
        failure ??= reader.Facts.Complete ? null : ReadingFault.Incomplete;
        Tell([.. reader.Facts.Warnings, .. words.Warnings]);
        return Report(failure) with { Publisher = reader.Facts.PublisherName };
    }

    /// <summary>Of an RPDE feed its first page: enough to see how its missions are judged.</summary>
    private async Task<DryRunReport> ReadPage(Stream page, Uri? address, FeedLimits limits, CancellationToken ct)
    {
        var reader = new RpdeReader(new FeedSettings { DefaultType = defaultType }, limits);
        var failure = await Take(reader.ReadPage(page, ct), ct) ?? PageFault(reader, address);
        Tell([.. reader.Warnings, .. words.Warnings]);
        return Report(failure) with { FirstPageOnly = true };
    }

    /// <summary>What an import says of a page that can be read: a file has no other one, the last page of a feed has no items.</summary>
    private RunReason? PageFault(RpdeReader reader, Uri? address) =>
        !hasItems && (address is null || reader.IsLastPageEmpty) ? ReadingFault.Empty
        : address is not null && !FeedAddress.TryFollow(address, reader.Next, out _) ? ReadingFault.NextInvalid(reader.Pages)
        : null;

    /// <summary>Takes the missions; returns why it could not take them all.</summary>
    private async Task<RunReason?> Take(IAsyncEnumerable<FeedItem> missions, CancellationToken ct)
    {
        try
        {
            var worked = Stopwatch.GetTimestamp();
            await foreach (var item in missions)
            {
                Take(item);
                if (Stopwatch.GetElapsedTime(worked) > Slice)
                {
                    await Task.Delay(Slice, ct);
                    worked = Stopwatch.GetTimestamp();
                }
            }

            return null;
        }
        catch (Exception e) when (Fault(e) is not null)
        {
            return Fault(e);
        }
    }

    private void Tell(IReadOnlyList<FeedRemark> warnings)
    {
        foreach (var warning in warnings)
        {
            Add(RunItemKind.Warning, null, null, warning);
        }
    }

    private static RunReason? Fault(Exception e) => e is InvalidDataException ? Fault(FeedException.OfGzip(e)) : ReadingFault.Explain(e);

    /// <summary>The report of a feed of which nothing could be read.</summary>
    internal static DryRunReport Failed(RunReason reason) => new() { Status = RunStatus.Failed, Reason = reason.Code, Message = reason.Message };

    private void Take(FeedItem item)
    {
        hasItems = true;
        if (item.IsDeleted)
        {
            return;
        }

        received++;
        // A mission has no line in RPDE, where one that comes again is no duplicate.
        if (item.ClientId is { } clientId && item.Line > 0 && !seen.TryAdd(clientId, item.Line))
        {
            duplicates++;
            Add(RunItemKind.Duplicate, item.Position, clientId, RunReport.DuplicateOf(item, seen[clientId]));
            return;
        }

        foreach (var warning in item.Warnings)
        {
            Add(RunItemKind.Warning, item.Position, item.ClientId, warning);
        }

        foreach (var refusal in item.Refusals)
        {
            Add(RunItemKind.Refusal, item.Position, item.ClientId, refusal);
        }

        if (item.Mission is { } mission)
        {
            Accept(item, mission);
        }
        else
        {
            refused++;
        }
    }

    private void Accept(FeedItem item, MissionContent mission)
    {
        accepted++;
        words.Add(mission, item.Organization);
        if (previews.Count < MaxPreviews)
        {
            previews.Add(new MissionPreview(item.Line, mission.EndAt <= now, MissionPlaces.Locate(mission), item.Organization, mission.Image ?? Drawn(mission)));
        }
    }

    private void Add(string kind, int? position, string? clientId, FeedRemark remark)
    {
        codes[(kind, remark.Code)] = codes.GetValueOrDefault((kind, remark.Code)) + 1;
        if (items.Count < MaxItems)
        {
            items.Add(new RunRemark(items.Count + 1, kind, remark.Code, position, RunReport.LineOf(remark), clientId, remark.Field, remark.Value, remark.Message, false));
        }
    }

    private DryRunReport Report(RunReason? failure) => new()
    {
        Status = failure is null ? RunStatus.Success : RunStatus.Failed,
        Reason = failure?.Code,
        Message = failure?.Message,
        Received = received,
        Accepted = accepted,
        Refused = refused,
        Duplicates = duplicates,
        Warnings = codes.Where(c => c.Key.Kind == RunItemKind.Warning).Sum(c => c.Value),
        Codes = [.. codes.Select(c => new CodeCount(c.Key.Kind, c.Key.Code, c.Value, items.Count(i => i.Kind == c.Key.Kind && i.Code == c.Key.Code))).OrderBy(c => c.Kind, StringComparer.Ordinal).ThenByDescending(c => c.Count)],
        Items = items,
        ItemsLeftOut = codes.Values.Sum() - items.Count,
        Previews = previews,
    };

    private static string Drawn(MissionContent mission) =>
        $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(DomainPicture.Svg(DomainPicture.FileName(mission.Domain, mission.ClientId))!))}";
}
