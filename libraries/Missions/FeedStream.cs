using System.IO.Compression;

namespace Engagement.Missions;

/// <summary>Opens a feed as its plain bytes: gzip is recognised by its first two bytes, whatever the headers and the name say.</summary>
public static class FeedStream
{
    // Feeds are seen to shrink 5 to 40 times; deflate allows 1,000, which only a bomb comes near to.
    private const int MostInflation = 200;
    private const long InflationTold = 8 << 20;

    /// <summary>
    /// The feed's bytes, inflated when needed and bounded; reading past the bound, or what grows 200 times when inflated, throws
    /// <see cref="FeedException"/> TOO_LARGE.
    /// </summary>
    /// <param name="feed">The feed as received; it stays the caller's to dispose, whatever becomes of the stream returned.</param>
    /// <param name="maxInflatedBytes">The most bytes that may be read.</param>
    /// <param name="ct">Ends the wait for the first bytes.</param>
    public static async ValueTask<Stream> Open(Stream feed, long maxInflatedBytes, CancellationToken ct = default)
    {
        var head = new byte[2];
        var length = await feed.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        var sent = new PrefixedStream(head.AsMemory(0, length), feed);
        return length == 2 && head[0] == 0x1F && head[1] == 0x8B
            ? new BoundedStream(new GZipStream(sent, CompressionMode.Decompress), maxInflatedBytes, () => sent.Given)
            : new BoundedStream(sent, maxInflatedBytes, compressed: null);
    }

    /// <summary>
    /// Tells JSON from XML by the first byte that is not white space. Returns a stream that gives all of the bytes again; whoever
    /// disposes of <paramref name="plain"/> need not dispose of it.
    /// </summary>
    /// <param name="plain">The feed's plain bytes, from their beginning.</param>
    /// <param name="ct">Ends the wait for the first bytes.</param>
    public static async ValueTask<(Stream Feed, bool IsJson)> TellJson(Stream plain, CancellationToken ct = default)
    {
        var head = new byte[256];
        var length = await plain.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        var text = head.AsSpan(0, length);
        text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        var first = text.IndexOfAnyExcept(" \t\r\n"u8);
        return (new PrefixedStream(head.AsMemory(0, length), plain), first >= 0 && (text[first] is (byte)'{' or (byte)'['));
    }

    private abstract class ReadOnlyStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Gives back the bytes that were read to recognise the feed.</summary>
    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ReadOnlyStream
    {
        private ReadOnlyMemory<byte> _prefix = prefix;

        /// <summary>Bytes given so far.</summary>
        internal long Given { get; private set; }

        public override int Read(Span<byte> buffer) => Count(_prefix.IsEmpty ? rest.Read(buffer) : TakePrefix(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(_prefix.IsEmpty ? await rest.ReadAsync(buffer, cancellationToken) : TakePrefix(buffer.Span));

        private int Count(int length)
        {
            Given += length;
            return length;
        }

        private int TakePrefix(Span<byte> buffer)
        {
            var length = Math.Min(buffer.Length, _prefix.Length);
            _prefix.Span[..length].CopyTo(buffer);
            _prefix = _prefix[length..];
            return length;
        }
    }

    private sealed class BoundedStream(Stream inner, long maxBytes, Func<long>? compressed) : ReadOnlyStream
    {
        private long _read;

        public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await inner.ReadAsync(buffer, cancellationToken));

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }

        private int Count(int length)
        {
            _read += length;
            if (compressed is not null && _read > InflationTold && _read / MostInflation > compressed())
            {
                throw new FeedException(
                    FeedException.TooLarge, 0, $"Le flux grandit plus de {MostInflation} fois en se décompressant, ce qu'aucun flux de missions ne fait : vérifiez l'export.");
            }

            return _read <= maxBytes ? length : throw new FeedException(
                FeedException.TooLarge, 0, $"Le flux dépasse {maxBytes >> 20} Mo une fois décompressé : découpez-le en plusieurs flux.");
        }
    }
}
