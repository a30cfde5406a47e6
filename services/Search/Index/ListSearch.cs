namespace Engagement.Search.Index;

/// <summary>Runs one <see cref="MissionQuery"/> on one view, segment by segment.</summary>
internal sealed class ListSearch
{
    private readonly IndexView view;
    private readonly MissionQuery query;
    private readonly SearchTerms? terms;
    private readonly Selection selection;
    private readonly FacetCounter[] facets;
    private readonly PageSearch page;
    private int total;

    internal ListSearch(IndexView view, LexiconSet lexicons, MissionQuery query)
    {
        this.view = view;
        this.query = query;
        terms = SearchTerms.Of(query.Search, view, lexicons);
        var clauses = FilterClauses.Of(query.Filter, lexicons);
        var fields = query.Facets.Select(facet => Fields.Of(facet.Facet)).ToArray();
        selection = new Selection(clauses, FilterClauses.Visible(query.VisiblePublishers, lexicons), terms, query.Now, fields);
        facets = [.. query.Facets.Select(facet => new FacetCounter(facet, clauses, lexicons))];
        page = new PageSearch(query, terms);
    }

    internal MissionResult Run()
    {
        for (var i = 0; i < view.Segments.Length; i++)
        {
            var segment = view.Segments[i];
            var retained = selection.Retain(segment);
            total += retained.Count;
            page.Offer(segment.Segment, i, retained);
            foreach (var facet in facets) facet.Count(segment, selection);
        }

        return new MissionResult
        {
            Number = view.Number,
            Hits = page.Hits(view),
            TotalCount = query.WantTotal ? total : null,
            Facets = [.. facets.Select(facet => facet.Result())],
            HasNext = page.HasNext,
            HasPrevious = page.HasPrevious,
        };
    }
}
