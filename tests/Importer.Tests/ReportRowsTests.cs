using Engagement.Importer.Runs;
using FsCheck;
using FsCheck.Fluent;

namespace Engagement.Importer.Tests;

/// <summary>Which rows of a report are kept when there are too many.</summary>
public sealed class ReportRowsTests
{
    [Fact]
    public void What_stops_a_mission_takes_the_places_of_warnings()
    {
        var rows = new ReportRows(10);
        Add(rows, RunItemKind.Warning, "REMOTE_UNKNOWN", 1, 10);
        Add(rows, RunItemKind.Refusal, "TITLE_MISSING", 11, 8);

        Assert.Equal([1, 2, 11, 12, 13, 14, 15, 16, 17, 18], rows.Kept().Select(r => r.Position!.Value));
        Assert.Equal([("REMOTE_UNKNOWN", 10, 2), ("TITLE_MISSING", 8, 8)], rows.Totals.Select(t => (t.Code, t.Total, t.Kept)));
    }

    [Fact]
    public void A_loud_code_does_not_hide_a_rare_one_and_each_has_its_first_rows()
    {
        var rows = new ReportRows(100);
        Add(rows, RunItemKind.Refusal, "LOUD", 1, 5000);
        Add(rows, RunItemKind.Failed, "RARE", 5001, 3);
        Add(rows, RunItemKind.Refusal, "LOUD", 5004, 5000);
        Add(rows, RunItemKind.Duplicate, "OFTEN", 10_004, 70);

        Assert.Equal([("LOUD", 10_000, 49), ("RARE", 3, 3), ("OFTEN", 70, 48)], rows.Totals.Select(t => (t.Code, t.Total, t.Kept)));
        Assert.Equal(Enumerable.Range(1, 49), Positions(rows, "LOUD"));
        Assert.Equal(Enumerable.Range(10_004, 48), Positions(rows, "OFTEN"));
    }

    [Fact]
    public void Whatever_comes_the_rows_are_bounded_the_totals_exact_and_the_places_shared()
    {
        var kinds = Gen.Elements(RunItemKind.Refusal, RunItemKind.Warning, RunItemKind.Failed, RunItemKind.Duplicate);
        var feeds = from codes in Gen.Choose(1, 8)
                    from rows in Gen.ListOf(Gen.Zip(kinds, Gen.Choose(1, codes).Select(n => n * n)))
                    from most in Gen.Choose(1, 40)
                    select (rows.ToList(), most);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(200), Prop.ForAll(Arb.From(feeds), feed => Holds(feed.Item1, feed.most)));
    }

    private static void Holds(List<(string Kind, int Code)> feed, int most)
    {
        var rows = new ReportRows(most);
        foreach (var (index, row) in feed.Index())
        {
            rows.Add(new ReportRow(row.Kind, $"C{row.Code}", "…") { Position = index + 1 });
        }

        var (kept, totals) = (rows.Kept(), rows.Totals.ToList());
        Assert.Equal(Math.Min(feed.Count, most), kept.Count);
        Assert.Equal(kept.Count, totals.Sum(t => t.Kept));
        Assert.Equal(kept.Select(r => r.Position), kept.Select(r => r.Position).Order());
        foreach (var total in totals)
        {
            var all = feed.Index().Where(r => r.Item.Kind == total.Kind && $"C{r.Item.Code}" == total.Code).Select(r => r.Index + 1).ToList();
            Assert.Equal(all.Count, total.Total);
            Assert.Equal(all.Take(total.Kept), kept.Where(r => r.Kind == total.Kind && r.Code == total.Code).Select(r => r.Position!.Value));
            // Who lacks a row has at least as many, but for one, as any other of the same rank, and no warning stands before a refusal.
            var others = totals.Where(t => total.Kept < total.Total && (t.Kind == RunItemKind.Warning) == (total.Kind == RunItemKind.Warning));
            Assert.All(others, t => Assert.InRange(t.Kept, 0, total.Kept + 1));
            Assert.False(total.Kind != RunItemKind.Warning && total.Kept < total.Total && totals.Any(t => t is { Kind: RunItemKind.Warning, Kept: > 0 }));
        }
    }

    private static void Add(ReportRows rows, string kind, string code, int first, int count)
    {
        for (var position = first; position < first + count; position++)
        {
            rows.Add(new ReportRow(kind, code, "…") { Position = position });
        }
    }

    private static IEnumerable<int> Positions(ReportRows rows, string code) => rows.Kept().Where(r => r.Code == code).Select(r => r.Position!.Value);
}
