using System.IO.Pipelines;
using Engagement.Missions;

namespace Engagement.FakePartners;

/// <summary>The character of a generated partner.</summary>
public enum FeedKind
{
    /// <summary>A volunteering platform: many associations, regular and one-off missions.</summary>
    Volunteering,

    /// <summary>Service civique: six to twelve months, compensated, mostly public hosts.</summary>
    CivicService,
}

/// <summary>What feed to make. The same request gives the same feed.</summary>
public sealed record FeedRequest
{
    /// <summary>Missions before withdrawals.</summary>
    public int Count { get; init; } = 1000;

    /// <summary>Another seed gives other missions.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Share of the missions whose content differs from that of the unchanged feed, in percent.</summary>
    public double ChangedPercent { get; init; }

    /// <summary>Share of the missions that are left out, in percent.</summary>
    public double WithdrawnPercent { get; init; }

    /// <summary>Whose missions they look like.</summary>
    public FeedKind Kind { get; init; }

    /// <summary>Name of the publisher in the feed.</summary>
    public string Publisher { get; init; } = "Partenaire d'essai";

    /// <summary>The time around which the dates lie, so that no sample is ever out of date.</summary>
    public DateTimeOffset Now { get; init; } = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// True to renew each mission on a day of its own, as in a living platform; false to renew all on the first of January, so that two
    /// feeds made days apart differ by what was asked for alone.
    /// </summary>
    public bool RenewsDaily { get; init; }
}

/// <summary>What became of a mission since the feed was made.</summary>
internal enum Fate
{
    /// <summary>Nothing.</summary>
    Same,

    /// <summary>It has another content.</summary>
    Changed,

    /// <summary>It is no longer there.</summary>
    Withdrawn,
}

/// <summary>Makes realistic French missions, any number of them, each from its seed and its number alone.</summary>
public static class FeedGenerator
{
    private const int FlushEvery = 50;

    /// <summary>Writes the feed as XML.</summary>
    public static async Task Write(Stream output, FeedRequest request, CancellationToken ct = default)
    {
        var pipe = PipeWriter.Create(output, new StreamPipeWriterOptions(leaveOpen: true, minimumBufferSize: 64 * 1024));
        var writer = new FeedWriter(pipe);
        writer.Begin(request.Publisher, "https://partenaire.example.fr", MidnightOf(request.Now));
        var written = 0;
        foreach (var (mission, organization) in Missions(request))
        {
            writer.Write(mission, organization);
            if (++written % FlushEvery == 0)
            {
                await pipe.FlushAsync(ct);
            }
        }

        writer.End();
        await pipe.FlushAsync(ct);
        await pipe.CompleteAsync();
    }

    /// <summary>The missions of the feed, with their structures.</summary>
    public static IEnumerable<(MissionContent Mission, OrganizationContent Organization)> Missions(FeedRequest request)
    {
        var fates = Fates(request);
        for (var i = 0; i < request.Count; i++)
        {
            if (fates(i) is not Fate.Withdrawn and var fate)
            {
                yield return FakeMissions.Create(request, i, isChanged: fate == Fate.Changed);
            }
        }
    }

    /// <summary>What becomes of each mission, by its number.</summary>
    internal static Func<int, Fate> Fates(FeedRequest request)
    {
        var withdrawn = Share(request.Count, request.WithdrawnPercent);
        var changed = Share(request.Count, request.ChangedPercent);
        var stride = Stride(request.Count);
        return number =>
        {
            // A walk over all ranks that scatters the changed and the withdrawn ones, and counts them exactly.
            var rank = (int)((long)number * stride % request.Count);
            return rank < withdrawn ? Fate.Withdrawn : rank < withdrawn + changed ? Fate.Changed : Fate.Same;
        };
    }

    /// <summary>How many missions the feed has.</summary>
    public static int CountOf(FeedRequest request) => request.Count - Share(request.Count, request.WithdrawnPercent);

    internal static DateTimeOffset MidnightOf(DateTimeOffset time) => new(time.UtcDateTime.Date, TimeSpan.Zero);

    private static int Share(int count, double percent) => (int)Math.Round(count * percent / 100);

    private static int Stride(int count)
    {
        var stride = 7919;
        while (Gcd(stride, count) != 1)
        {
            stride += 2;
        }

        return stride;
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
