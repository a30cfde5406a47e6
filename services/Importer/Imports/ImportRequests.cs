using Engagement.Importer.Runs;
using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Imports;

/// <summary>Runs the imports that somebody asked for: at once, and again until they have ended.</summary>
internal sealed class ImportRequests(IDbContextFactory<ImporterDb> databases, UploadedFiles files, Runner runner, TimeProvider clock)
{
    /// <summary>Stores the request for a file that is already stored.</summary>
    internal async Task Add(Guid requestId, Guid feedId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        db.ImportRequests.Add(new ImportRequest(requestId, feedId, clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>How many files of a feed wait for their import or are being imported.</summary>
    internal async Task<int> Waiting(Guid feedId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.ImportRequests.CountAsync(r => r.FeedId == feedId, ct);
    }

    internal async Task<Run?> Import(Guid requestId, Guid feedId, RunProgress progress)
    {
        var run = await runner.Requested(requestId, feedId, files.Source(requestId), progress, ct => IsWanted(requestId, ct));
        if (run is not null)
        {
            // Of a run that could not be carried out the file stays: it is begun again.
            await RemoveEnded(requestId);
        }

        return run;
    }

    /// <summary>
    /// Begins again what has not ended, of a process that is gone or of a run that the database left; removes files that nobody asks for any
    /// more. Asked again and again, so that nothing waits for a restart.
    /// </summary>
    internal async Task Resume(CancellationToken ct)
    {
        var here = files.All().ToList();
        await using var db = await databases.CreateDbContextAsync(ct);
        var requests = await db.ImportRequests.Where(r => here.Contains(r.Id)).OrderBy(r => r.Sequence).Select(r => new { r.Id, r.FeedId }).ToListAsync(ct);
        foreach (var request in requests.Where(r => !runner.IsGoing(r.Id)))
        {
            _ = Import(request.Id, request.FeedId, new RunProgress());
        }

        files.RemoveForgotten(requests.Select(r => r.Id).ToHashSet());
    }

    /// <summary>False when it has been served meanwhile.</summary>
    private async Task<bool> IsWanted(Guid requestId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
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
