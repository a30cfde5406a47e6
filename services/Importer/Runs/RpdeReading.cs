using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Engagement.Importer.Feeds;
using Engagement.Missions;

namespace Engagement.Importer.Runs;

/// <summary>
/// An RPDE feed: pages of what changed, each naming the next, to the one that has nothing and names itself. From the feed's own address
/// it is everything that the feed has; from where the last reading ended, what changed since. A file is one page.
/// </summary>
internal sealed class RpdeReading(Feed feed, IFeedSource source, string? from, RunOptions options) : IFeedReading
{
    private readonly RpdeReader reader = new(FeedReading.Settings(feed), options.Limits);
    private readonly HashSet<UInt128> visited = [];
    private readonly CancellationTokenSource tooLong = new(TimeSpan.FromSeconds(options.PagesSeconds));
    private IAsyncEnumerator<FeedItem>? items;
    private FeedContent? page;
    private string? begin = from;
    private Uri? asked;
    private bool isTrusted = true;
    private bool hasFirst;

    public bool NamesAll { get; private set; } = from is null;

    public bool LaterWins => true;

    public string? From => begin;

    public IReadOnlyList<FeedRemark> Warnings => reader.Warnings;

    public FeedMark Mark { get; private set; }

    public async Task<bool> Open(CancellationToken ct)
    {
        page = await First(ct);
        if (page.Body is null)
        {
            return false;
        }

        // A single page does not tell what the others have.
        NamesAll &= page.Address is not null;
        items = Pages(ct).GetAsyncEnumerator(ct);
        hasFirst = await items.MoveNextAsync();
        return hasFirst || begin is null;
    }

    public async IAsyncEnumerable<FeedItem> Items([EnumeratorCancellation] CancellationToken ct)
    {
        for (var more = hasFirst; more; more = await items!.MoveNextAsync())
        {
            ct.ThrowIfCancellationRequested();
            yield return items!.Current;
        }

        if (!hasFirst && begin is null)
        {
            throw new RunFailure(ReadingFault.Empty);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (items is not null)
        {
            await items.DisposeAsync();
        }

        if (page is not null)
        {
            await page.DisposeAsync();
        }

        tooLong.Dispose();
    }

    /// <summary>A server that no longer knows where the last reading ended is asked for everything.</summary>
    private async Task<FeedContent> First(CancellationToken ct)
    {
        if (FeedAddress.TryParse(begin, out var last))
        {
            try
            {
                asked = last;
                return await source.Open(feed, new FeedPlace(asked, IfChanged: true, isTrusted), ct);
            }
            catch (FeedGone)
            {
                // Everything is asked for.
            }
        }

        (begin, asked, NamesAll) = (null, null, true);
        return await source.Open(feed, new FeedPlace(null, IfChanged: false, isTrusted), ct);
    }

    private async IAsyncEnumerable<FeedItem> Pages([EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            await foreach (var item in reader.ReadPage(page!.Body!, ct))
            {
                yield return item;
            }

            if (page.Address is not { } address || Next(address) is not { } next)
            {
                yield break;
            }

            await page.DisposeAsync();
            asked = next;
            page = await source.Open(feed, new FeedPlace(asked, IfChanged: false, isTrusted), ct);
        }
    }

    /// <summary>The page that comes after the one at this address; null after the last.</summary>
    private Uri? Next(Uri address)
    {
        Visit(address);
        Visit(asked ?? address);
        // Once the way has left the feed's own server, no page on it can make us tell the credentials.
        isTrusted &= FeedAddress.IsSameServer(address.AbsoluteUri, feed.Url);
        if (!FeedAddress.TryFollow(address, reader.Next, out var next))
        {
            throw new RunFailure(ReadingFault.NextInvalid(reader.Pages));
        }

        if (reader.IsLastPageEmpty && (next == asked || next == address))
        {
            // An address on the feed's own server that another one chose is not kept: the next reading would ask for it with the credentials.
            var isOurs = isTrusted || !FeedAddress.IsSameServer(next.AbsoluteUri, feed.Url);
            Mark = isOurs ? new FeedMark(page!.Tags, next.AbsoluteUri) : default;
            return null;
        }

        if (Visit(next))
        {
            return reader.Pages < options.MaxPages && !tooLong.IsCancellationRequested ? next : throw new FeedException(
                FeedException.TooManyPages, 0, $"Le flux continue après {reader.Pages} pages : ce qui a été lu est importé. Mettez plus d'éléments dans chaque page.");
        }

        throw new FeedException(
            FeedException.PageLoop, 0, $"Le « next » de la page {reader.Pages} ramène à une page déjà lue : le flux ne finirait jamais. La dernière page n'a pas d'élément et donne sa propre adresse.");
    }

    /// <summary>False when the page has been read, or is being.</summary>
    private bool Visit(Uri address) => visited.Add(Key(address));

    // Many addresses in little memory; the fragment is not sent, so it makes no other page.
    private static UInt128 Key(Uri address) =>
        BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(address.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped))));
}
