using System.Security.Cryptography;
using System.Text;
using Engagement.Importer.Feeds;
using Engagement.Missions;

namespace Engagement.Importer.Runs;

/// <summary>
/// What a content is recognised by: the sum of a hash of each mission, with what it says or that it is refused. The order of missions, the
/// date of the export and whatever the reader ignores make no difference.
/// </summary>
internal sealed class ContentFingerprint
{
    private readonly byte[] sum = new byte[SHA256.HashSizeInBytes];

    internal void Add(FeedItem item, ReadOnlySpan<byte> missionHash)
    {
        Span<byte> text = stackalloc byte[SHA256.HashSizeInBytes * 2];
        SHA256.HashData(Encoding.UTF8.GetBytes(item.ClientId ?? ""), text);
        missionHash.CopyTo(text[SHA256.HashSizeInBytes..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..(SHA256.HashSizeInBytes + missionHash.Length)], hash);
        var carry = 0;
        for (var i = 0; i < sum.Length; i++)
        {
            carry += sum[i] + hash[i];
            sum[i] = (byte)carry;
            carry >>= 8;
        }
    }

    internal byte[] Value => sum;

    /// <summary>Reads a content only to recognise it; throws what the reader throws, and answers null when the content is not whole.</summary>
    internal static async Task<byte[]?> Of(Stream body, Feed feed, FeedLimits limits, CancellationToken ct)
    {
        var (reader, fingerprint) = (new FeedReader(limits), new ContentFingerprint());
        var settings = new FeedSettings { DefaultType = MissionTypes.Parse(feed.DefaultType) };
        await foreach (var item in reader.Read(body, settings, ct))
        {
            fingerprint.Add(item, item.Mission is { } mission ? MissionHash.Of(mission, item.Organization) : []);
        }

        return reader.Facts.Complete ? fingerprint.Value : null;
    }
}
