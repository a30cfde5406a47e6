using System.Runtime.CompilerServices;

namespace Engagement.Missions;

/// <summary>
/// Reads a feed in the format RPDE 1.0 (Realtime Paged Data Exchange), page by page: each item becomes a <see cref="FeedItem"/>, judged by
/// the very rules of XML feeds, or a tombstone. One reader per reading of a feed, for all of its pages.
/// </summary>
public sealed class RpdeReader
{
    private readonly FeedLimits _limits;
    private readonly RpdeItems _items;
    private long _bytes;
    private int _missions;

    /// <summary>A reader for one reading of a feed.</summary>
    /// <param name="settings">What the feed's settings say of its missions.</param>
    /// <param name="limits">What the feed may cost; the defaults when null.</param>
    public RpdeReader(FeedSettings settings, FeedLimits? limits = null) => (_limits, _items) = (limits ?? new FeedLimits(), new RpdeItems(settings));

    /// <summary>Tolerated deviations outside missions.</summary>
    public IReadOnlyList<FeedRemark> Warnings => _items.Warnings;

    /// <summary>Pages read to their end.</summary>
    public int Pages { get; private set; }

    /// <summary>What the page that was read last names as the next, as written; empty before the first.</summary>
    public string Next { get; private set; } = "";

    /// <summary>True when the page that was read last had no items, of whatever kind.</summary>
    public bool IsLastPageEmpty { get; private set; }

    /// <summary>
    /// The missions and tombstones of one page in its order, refused ones included. A page that breaks throws <see cref="FeedException"/>
    /// after what was well-formed has been yielded; a connection that breaks throws what the stream throws.
    /// </summary>
    /// <param name="page">JSON, or gzip of it. Left open.</param>
    /// <param name="ct">Ends the reading.</param>
    public async IAsyncEnumerable<FeedItem> ReadPage(Stream page, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await using var plain = await FeedStream.Open(page, Math.Min(_limits.MaxPageBytes, _limits.MaxInflatedBytes - _bytes), ct);
        using var parsed = new RpdePage(plain, _limits);
        _items.BeginPage();
        while (await Advance(parsed, ct))
        {
            if (_items.Read(parsed.Item!.RootElement) is { } item)
            {
                if (++_missions > _limits.MaxMissions)
                {
                    throw FeedException.TooManyMissions(_limits.MaxMissions, line: 0);
                }

                yield return item;
            }
        }

        End(parsed);
    }

    private static async ValueTask<bool> Advance(RpdePage page, CancellationToken ct)
    {
        try
        {
            return await page.ReadItem(ct);
        }
        catch (InvalidDataException fault)
        {
            throw FeedException.OfGzip(fault);
        }
    }

    private void End(RpdePage page)
    {
        _bytes += page.Bytes;
        foreach (var name in page.UnknownMembers)
        {
            _items.NoteOfPage(name);
        }

        if (!page.HasItems)
        {
            throw new FeedException(
                FeedException.ItemsMissing, 0, $"La page {Pages + 1} n'a pas de liste « items » : une page sans rien de neuf a une liste vide. Vérifiez l'adresse du flux RPDE.");
        }

        Next = page.Next ?? throw new FeedException(
            FeedException.NextMissing, 0, $"La page {Pages + 1} n'a pas de « next » : chaque page donne l'adresse de la suivante, la dernière donne la sienne.");
        IsLastPageEmpty = _items.InPage == 0;
        Pages++;
    }
}
