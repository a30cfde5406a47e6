using Engagement.Search.Gateway;
using Engagement.Search.Index;

namespace Engagement.Search.ImportRuns;

/// <summary>A page of a partner's import runs, newest first.</summary>
internal sealed class ImportRunConnection(ImporterReports.Page<ImportRun> page, bool hasPrevious, ListCursors cursors)
{
    /// <summary>How many runs are kept.</summary>
    public int TotalCount => page.Total;

    /// <summary>The page's runs with their place in the list.</summary>
    public IReadOnlyList<ImportRunEdge> Edges { get; } = page.Items.Select(run => new ImportRunEdge(run, cursors)).ToArray();

    /// <summary>The page's runs.</summary>
    public IReadOnlyList<ImportRun> Nodes => page.Items;

    /// <summary>Where the page stands in the list.</summary>
    public PageInfo PageInfo => new(page.HasNext, hasPrevious, () => Edges.FirstOrDefault()?.Cursor, () => Edges.LastOrDefault()?.Cursor);
}

/// <summary>A run and its place in the list.</summary>
internal sealed class ImportRunEdge(ImportRun run, ListCursors cursors)
{
    /// <summary>Its place: what <c>after</c> takes.</summary>
    public string Cursor => cursors.Write(new MissionPosition(0, Guid.Parse(run.Id)));

    /// <summary>The run.</summary>
    public ImportRun Node => run;
}

/// <summary>A page of a run's report, in the order of the file.</summary>
internal sealed class ImportItemConnection(ImporterReports.Page<ImportItem> page, bool hasPrevious, ListCursors cursors)
{
    /// <summary>How many remarks the whole list has.</summary>
    public int TotalCount => page.Total;

    /// <summary>How many more there were that the report does not keep; <c>totals</c> counts them by code.</summary>
    public int LeftOutCount => page.LeftOut;

    /// <summary>The page's remarks with their place in the list.</summary>
    public IReadOnlyList<ImportItemEdge> Edges { get; } = page.Items.Select(item => new ImportItemEdge(item, cursors)).ToArray();

    /// <summary>The page's remarks.</summary>
    public IReadOnlyList<ImportItem> Nodes => page.Items;

    /// <summary>Where the page stands in the list.</summary>
    public PageInfo PageInfo => new(page.HasNext, hasPrevious, () => Edges.FirstOrDefault()?.Cursor, () => Edges.LastOrDefault()?.Cursor);
}

/// <summary>A remark and its place in the list.</summary>
internal sealed class ImportItemEdge(ImportItem item, ListCursors cursors)
{
    /// <summary>Its place: what <c>after</c> takes, for the same run and filter only.</summary>
    public string Cursor => cursors.Write(new MissionPosition(item.Id, Guid.Empty));

    /// <summary>The remark.</summary>
    public ImportItem Node => item;
}
