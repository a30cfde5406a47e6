using System.Text;
using Engagement.GraphQL.Declaration;
using Engagement.Search.Cursors;
using Engagement.Search.Gateway;
using Engagement.Search.Keys;

namespace Engagement.Search.ImportRuns;

[ExtendObjectType(typeof(Viewer))]
internal static class ViewerImports
{
    /// <summary>The imports of the partner's own feeds, newest first; the key needs the scope <c>read</c>.</summary>
    /// <param name="first">How many, from 1 to 100; 20 when not given.</param>
    /// <param name="after">Cursor after which the page begins.</param>
    [ListSize(AssumedSize = PageArguments.DefaultSize, SlicingArguments = ["first"], SizedFields = ["edges", "nodes"])]
    public static async Task<ImportRunConnection> GetImportRuns(
        int? first, string? after, [GlobalState] Caller caller, ImporterReports importer, Access access, CursorCodec codec, CancellationToken ct)
    {
        var (partner, page) = (access.Own(caller), PageArguments.Of(first, after, null, null));
        var cursors = new ListCursors(codec, () => CursorScope.Of(Encoding.UTF8.GetBytes($"importRuns {partner}")));
        Guid? from = page.Cursor is { } cursor ? cursors.Read(cursor).Id : null;
        return new ImportRunConnection(await importer.Runs(partner, from, page.Size, ct), from is not null, cursors);
    }
}

[ExtendObjectType(typeof(ImportRun))]
internal static class ImportRunItems
{
    /// <summary>What was found, in the order of the file: the rules that failed and the deviations of each mission, at most 20,000.</summary>
    /// <param name="kind">Only remarks of this kind.</param>
    /// <param name="code">Only remarks of this code.</param>
    /// <param name="first">How many, from 1 to 100; 20 when not given.</param>
    /// <param name="after">Cursor after which the page begins.</param>
    [ListSize(AssumedSize = PageArguments.DefaultSize, SlicingArguments = ["first"], SizedFields = ["edges", "nodes"])]
    public static async Task<ImportItemConnection> GetItems(
        [Parent] ImportRun run,
        ImportItemKind? kind,
        string? code,
        int? first,
        string? after,
        [GlobalState] Caller caller,
        ReportByRun reports,
        Access access,
        CursorCodec codec)
    {
        var (partner, page) = (access.Own(caller), PageArguments.Of(first, after, null, null));
        var cursors = new ListCursors(codec, () => CursorScope.Of(Encoding.UTF8.GetBytes($"importItems {partner} {run.Id} {kind} {code}")));
        long? from = page.Cursor is { } cursor ? cursors.Read(cursor).Key : null;
        var found = await reports.LoadAsync(new ReportKey(partner, new ReportRequest(run.Id, kind, code, from, page.Size)));
        return new ImportItemConnection(found ?? new ImporterReports.Page<ImportItem>([], false, 0), from is not null, cursors);
    }
}
