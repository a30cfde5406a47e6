namespace Engagement.Search.Index;

/// <summary>Runs one <see cref="MissionQuery"/> on one view, segment by segment.</summary>
internal sealed class ListSearch
{
    private readonly IndexView view;
    private readonly MissionQuery query;
    private readonly List<Clause> clauses;
    private readonly Selection selection;
    private readonly FacetCounter[] facets;
    private readonly PageSearch page;
    private int total;

    private ListSearch(IndexView view, MissionQuery query, QueryScratch scratch)
    {
        this.view = view;
        this.query = query;
        var lexicons = view.Lexicons;
        var terms = SearchTerms.Of(query.Search, view, lexicons);
        clauses = FilterClauses.Of(query.Filter, lexicons);
        page = new PageSearch(query, terms, scratch);
        Clause?[] always = [FilterClauses.Visible(query.VisiblePublishers, lexicons), terms];
        Field[] fields = [.. query.Facets.Select(facet => Fields.Of(facet.Facet))];
        selection = new Selection(clauses, always.OfType<Clause>(), query.Now, fields, scratch);
        facets = Array.ConvertAll([.. query.Facets], facet => new FacetCounter(facet, lexicons));
    }

    internal static MissionResult Run(IndexView view, MissionQuery query)
    {
        var scratch = QueryScratch.Rent();
        var result = new ListSearch(view, query, scratch).Run();
        scratch.Return();
        return result;
    }

    private MissionResult Run()
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
            Facets = Array.ConvertAll(facets, facet => facet.Result(clauses)),
            HasNext = page.HasNext,
            HasPrevious = page.HasPrevious,
        };
    }
}
