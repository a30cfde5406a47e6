using Engagement.Importer.Feeds;
using Engagement.Importer.Runs;
using Microsoft.Extensions.Options;

namespace Engagement.Importer.Imports;

/// <summary>Files on the disk of this instance, one per request, until the request's run has ended.</summary>
internal sealed class UploadedFiles(IOptions<ImportOptions> options, IHostEnvironment environment)
{
    // A younger file may be on its way to its request.
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(10);
    private readonly string folder = Path.GetFullPath(options.Value.Folder, environment.ContentRootPath);

    private long MaxBytes => (long)options.Value.MaxMegabytes << 20;

    /// <summary>Stores a body whole and durably; false when it is too large.</summary>
    internal async Task<bool> Store(Guid requestId, Stream body, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var part = PathOf(requestId) + ".part";
        try
        {
            await using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true))
            {
                if (!await Copy(body, file, ct))
                {
                    return false;
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(part, PathOf(requestId));
            return true;
        }
        finally
        {
            File.Delete(part);
        }
    }

    internal bool Has(Guid requestId) => File.Exists(PathOf(requestId));

    internal void Remove(Guid requestId)
    {
        if (Has(requestId))
        {
            File.Delete(PathOf(requestId));
        }
    }

    /// <summary>The requests whose files are here.</summary>
    internal IEnumerable<Guid> All() => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.feed").Select(Path.GetFileNameWithoutExtension).Where(n => Guid.TryParse(n, out _)).Select(n => Guid.Parse(n!))
        : [];

    /// <summary>Removes what no request names, such as the half of a file whose upload was cut.</summary>
    internal void RemoveForgotten(IReadOnlySet<Guid> wanted)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        var kept = wanted.Select(PathOf).ToHashSet(StringComparer.Ordinal);
        // By the clock that dates files, which is never a fixed one.
        var before = TimeProvider.System.GetUtcNow() - Young;
        foreach (var file in Directory.EnumerateFiles(folder).Where(f => !kept.Contains(f) && File.GetLastWriteTimeUtc(f) < before.UtcDateTime))
        {
            File.Delete(file);
        }
    }

    internal IFeedSource Source(Guid requestId) => new UploadedFile(requestId, PathOf(requestId));

    private string PathOf(Guid requestId) => Path.Combine(folder, $"{requestId:N}.feed");

    private async Task<bool> Copy(Stream body, FileStream file, CancellationToken ct)
    {
        var buffer = new byte[1 << 16];
        for (long total = 0; ;)
        {
            var length = await body.ReadAsync(buffer, ct);
            if (length == 0)
            {
                return true;
            }

            total += length;
            if (total > MaxBytes)
            {
                return false;
            }

            await file.WriteAsync(buffer.AsMemory(0, length), ct);
        }
    }

    private sealed class UploadedFile(Guid requestId, string path) : IFeedSource
    {
        public Guid? RequestId => requestId;

        public Task<FeedContent> Open(Feed feed, FeedPlace place, CancellationToken ct) => File.Exists(path)
            ? Task.FromResult(new FeedContent(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true)))
            : throw new RunFailure(RunReasons.FileLost);
    }
}
