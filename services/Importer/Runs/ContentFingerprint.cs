using System.Security.Cryptography;
using System.Text;
using Engagement.Missions;

namespace Engagement.Importer.Runs;

/// <summary>
/// What a content is recognised by: the sum of a hash of each mission, with what it says or that it is refused. The order of missions, the
/// date of the export and whatever the reader ignores make no difference, nor do versions that another one of the same reading replaces.
/// </summary>
internal sealed class ContentFingerprint(IFeedReading reading)
{
    private static readonly byte[] Tombstone = [0];
    private readonly Dictionary<string, byte[]> pieces = new(StringComparer.Ordinal);
    private readonly byte[] sum = new byte[SHA256.HashSizeInBytes];

    internal byte[] Value => sum;

    internal void Add(FeedItem item, ReadOnlySpan<byte> missionHash)
    {
        if (item.ClientId is not { } clientId)
        {
            Add(Piece("", missionHash), 1);
            return;
        }

        if (pieces.TryGetValue(clientId, out var former))
        {
            if (!reading.LaterWins)
            {
                return;
            }

            Add(former, -1);
            pieces.Remove(clientId);
        }

        // Where everything is named, a tombstone says what its absence will say when it is forgotten.
        if (!item.IsDeleted || !reading.NamesAll)
        {
            var piece = pieces[clientId] = Piece(clientId, item.IsDeleted ? Tombstone : missionHash);
            Add(piece, 1);
        }
    }

    /// <summary>Reads a content only to recognise it; throws what the reading throws.</summary>
    internal static async Task<byte[]> Of(IFeedReading reading, CancellationToken ct)
    {
        var fingerprint = new ContentFingerprint(reading);
        await foreach (var item in reading.Items(ct))
        {
            fingerprint.Add(item, item.Mission is { } mission ? MissionHash.Of(mission, item.Organization) : []);
        }

        return fingerprint.Value;
    }

    private static byte[] Piece(string clientId, ReadOnlySpan<byte> missionHash)
    {
        Span<byte> text = stackalloc byte[SHA256.HashSizeInBytes * 2];
        SHA256.HashData(Encoding.UTF8.GetBytes(clientId), text);
        missionHash.CopyTo(text[SHA256.HashSizeInBytes..]);
        return SHA256.HashData(text[..(SHA256.HashSizeInBytes + missionHash.Length)]);
    }

    private void Add(byte[] piece, int sign)
    {
        var carry = 0;
        for (var i = 0; i < sum.Length; i++)
        {
            carry += sum[i] + (sign * piece[i]);
            sum[i] = (byte)carry;
            carry >>= 8;
        }
    }
}
