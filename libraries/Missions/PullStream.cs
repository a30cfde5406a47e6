using System.Buffers;

namespace Engagement.Missions;

/// <summary>A piece of a feed on its way from the network to the parser, in a rented buffer.</summary>
internal sealed record FeedChunk(byte[] Buffer, int Length);

/// <summary>
/// The bytes that <see cref="Fill"/> hands over, as a stream that blocks. It bounds what may be read between two marks, so that no single
/// name, attribute, comment or text can fill the memory inside XmlReader.
/// </summary>
internal sealed class PullStream(Handover<FeedChunk> chunks, FeedLimits limits, CancellationToken ct) : Stream
{
    private const int ChunkSize = 128 * 1024;

    // Enough for the declaration to be in the first chunk.
    private const int HeadSize = 1024;

    private FeedChunk? _chunk;
    private int _offset;
    private long _mark;
    private long _tag = long.MaxValue;

    /// <summary>Bytes read so far.</summary>
    internal long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Reads a feed to its end into the hand-over; a fault travels with it.</summary>
    internal static async Task Fill(Stream feed, Handover<FeedChunk> chunks, CancellationToken ct)
    {
        try
        {
            for (var atLeast = HeadSize; ; atLeast = 1)
            {
                var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
                var (length, fault) = await ReadAtLeast(feed, buffer.AsMemory(0, ChunkSize), atLeast, ct);
                if (length > 0)
                {
                    await chunks.PutAsync(new FeedChunk(buffer, length), ct);
                }
                else
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }

                if (length < atLeast || fault is not null)
                {
                    chunks.Complete(fault);
                    break;
                }
            }
        }
        catch (Exception fault)
        {
            chunks.Complete(fault);
        }
    }

    /// <summary>Reads some bytes, fewer only at the end of the feed or before what broke it.</summary>
    private static async Task<(int Length, Exception? Fault)> ReadAtLeast(Stream feed, Memory<byte> buffer, int atLeast, CancellationToken ct)
    {
        var length = 0;
        try
        {
            while (length < atLeast && await feed.ReadAsync(buffer[length..], ct) is > 0 and var read)
            {
                length += read;
            }

            return (length, null);
        }
        catch (Exception fault)
        {
            return (length, fault);
        }
    }

    /// <summary>Lines of white space before the document, which XML forbids before its declaration and exports write.</summary>
    internal int LinesSkipped { get; private set; }

    /// <summary>Skips white space and byte order marks of UTF-8 before the document; returns its first bytes, and whether there was a mark.</summary>
    internal ReadOnlySpan<byte> Begin(out bool isMarkedUtf8)
    {
        isMarkedUtf8 = false;
        Next();
        while (_chunk is not null)
        {
            switch (_chunk.Buffer.AsSpan(_offset, _chunk.Length - _offset))
            {
                case [0xEF, 0xBB, 0xBF, ..]:
                    isMarkedUtf8 = true;
                    Skip(3);
                    continue;

                // Followed by a zero it is a character of UTF-16.
                case [(byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n', not 0, ..]:
                    LinesSkipped += _chunk.Buffer[_offset] == '\n' ? 1 : 0;
                    Skip(1);
                    continue;

                case var head:
                    return head[..Math.Min(head.Length, HeadSize)];
            }
        }

        return default;
    }

    private void Skip(int length)
    {
        _offset += length;
        BytesRead += length;
    }

    /// <summary>Begins a new stretch.</summary>
    internal void Mark() => _mark = BytesRead;

    /// <summary>A tag, a comment or the beginning of a text comes next.</summary>
    internal void BeginTag() => _tag = BytesRead;

    /// <summary>The rest of a long text comes next.</summary>
    internal void BeginText() => _tag = long.MaxValue;

    public override int Read(Span<byte> buffer)
    {
        if (_chunk is null || _offset == _chunk.Length)
        {
            Next();
        }

        if (_chunk is null)
        {
            return 0;
        }

        var length = Math.Min(buffer.Length, _chunk.Length - _offset);
        _chunk.Buffer.AsSpan(_offset, length).CopyTo(buffer);
        _offset += length;
        BytesRead += length;
        return BytesRead - _mark > limits.MaxMissionBytes ? throw TooLarge("Une mission", limits.MaxMissionBytes)
            : BytesRead - _tag > limits.MaxTagBytes ? throw TooLarge("Une balise, un commentaire ou un bloc CDATA", limits.MaxTagBytes)
            : length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static FeedException TooLarge(string what, int bytes) =>
        new(FeedException.TooLarge, 0, $"{what} du flux dépasse {bytes >> 20} Mo, ou une balise n'est jamais refermée : corrigez le fichier.");

    private void Next()
    {
        if (_chunk is not null)
        {
            ArrayPool<byte>.Shared.Return(_chunk.Buffer);
        }

        _chunk = chunks.Take(ct);
        _offset = 0;
    }
}
