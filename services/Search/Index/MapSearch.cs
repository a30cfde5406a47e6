namespace Engagement.Search.Index;

/// <summary>Runs one <see cref="MissionMapQuery"/> on one view.</summary>
internal sealed class MapSearch
{
    private readonly IndexView view;
    private readonly Selection selection;
    private readonly MapCells cells;
    private readonly IReadOnlyList<GeoBox> boxes;
    private int total;
    private long places;
    private int unlocated;

    private MapSearch(IndexView view, MissionMapQuery query, QueryScratch scratch)
    {
        this.view = view;
        var lexicons = view.Lexicons;
        var terms = SearchTerms.Of(query.Search, view, lexicons);
        Clause?[] always = [FilterClauses.Visible(query.VisiblePublishers, lexicons), terms];
        selection = new Selection(FilterClauses.Of(query.Filter, lexicons), always.OfType<Clause>(), query.Now, [], scratch);
        boxes = GeoBox.Of(query.Bounds);
        cells = new MapCells(MapGrid.For(boxes, query.Zoom));
    }

    internal static MissionMapResult Run(IndexView view, MissionMapQuery query)
    {
        var scratch = QueryScratch.Rent();
        var result = new MapSearch(view, query, scratch).Run();
        scratch.Return();
        return result;
    }

    private MissionMapResult Run()
    {
        foreach (var segment in view.Segments)
        {
            foreach (var mission in selection.Retain(segment).Positions()) Add(segment.Segment, mission);
        }

        return new MissionMapResult(view.Number, total, places, unlocated, cells.Result());
    }

    private void Add(Segment segment, int mission)
    {
        var addresses = segment.Addresses;
        if (!addresses.IsLocated(mission))
        {
            unlocated++;
            return;
        }

        var inside = false;
        var range = addresses.Of(mission);
        for (var address = range.Start.Value; address < range.End.Value; address++)
        {
            var point = addresses.Point(address);
            if (!Contains(point)) continue;
            cells.Add(point, segment, mission);
            inside = true;
        }

        if (!inside) return;
        total++;
        places += segment.Places[mission];
        cells.EndMission();
    }

    private bool Contains(GeoPoint point)
    {
        foreach (var box in boxes)
        {
            if (box.Contains(point)) return true;
        }

        return false;
    }
}
