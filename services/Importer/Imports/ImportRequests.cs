using Engagement.Importer.Runs;
using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Imports;

/// <summary>Runs the imports that somebody asked for: at once, and again after a restart until they have ended.</summary>
internal sealed class ImportRequests(IDbContextFactory<ImporterDb> databases, UploadedFiles files, Runner runner, TimeProvider clock)
{
    /// <summary>Stores the request for a file that is already stored.</summary>
    internal async Task Add(Guid requestId, Guid feedId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        db.ImportRequests.Add(new ImportRequest(requestId, feedId, clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
    }

    internal async Task<Run?> Import(Guid requestId, Guid feedId, RunProgress progress)
    {
        var run = await runner.Requested(requestId, feedId, files.Source(requestId), progress, ct => IsWanted(requestId, feedId, ct));
        await RemoveEnded(requestId);
        return run;
    }

    /// <summary>Begins again what a process that ended has left, and removes files that nobody asks for any more.</summary>
    internal async Task Resume(CancellationToken ct)
    {
        var here = files.All().ToList();
        await using var db = await databases.CreateDbContextAsync(ct);
        var requests = await db.ImportRequests.Where(r => here.Contains(r.Id)).OrderBy(r => r.Id).Select(r => new { r.Id, r.FeedId }).ToListAsync(ct);
        foreach (var request in requests)
        {
            _ = Import(request.Id, request.FeedId, new RunProgress());
        }

        files.RemoveForgotten(requests.Select(r => r.Id).ToHashSet());
    }

    /// <summary>False when it has been served, or when a later file of the feed came first: importing it now would bring back old content.</summary>
    private async Task<bool> IsWanted(Guid requestId, Guid feedId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        await db.ImportRequests.Where(r => r.FeedId == feedId && r.Id < requestId).ExecuteDeleteAsync(ct);
        return await db.ImportRequests.AnyAsync(r => r.Id == requestId, ct);
    }

    private async Task RemoveEnded(Guid requestId)
    {
        await using var db = await databases.CreateDbContextAsync();
        if (!await db.ImportRequests.AnyAsync(r => r.Id == requestId))
        {
            files.Remove(requestId);
        }
    }
}
