using System.IO.Compression;
using System.Runtime.ExceptionServices;

namespace Engagement.Missions;

/// <summary>
/// Opens a feed as its plain bytes: gzip, once or twice, is recognised by its first two bytes, whatever the headers and the name say.
/// </summary>
public static class FeedStream
{
    // A file that is compressed may be compressed once more on its way, as HTTP provides for.
    private const int MostLayers = 2;

    // Feeds are seen to shrink 5 to 40 times; deflate allows 1,000, which only a bomb comes near to.
    private const int MostInflation = 200;
    private const long InflationTold = 8 << 20;

    /// <summary>
    /// The feed's bytes, inflated when needed and bounded; reading past the bound, or what grows 200 times when inflated, throws
    /// <see cref="FeedException"/> TOO_LARGE. A feed that was opened before is returned as it is.
    /// </summary>
    /// <param name="feed">The feed as received; it stays the caller's to dispose, whatever becomes of the stream returned.</param>
    /// <param name="maxInflatedBytes">The most bytes that may be read.</param>
    /// <param name="ct">Ends the wait for the first bytes.</param>
    public static async ValueTask<Stream> Open(Stream feed, long maxInflatedBytes, CancellationToken ct = default)
    {
        PrefixedStream? received = null;
        for (var layer = 0; feed is not ReadOnlyStream { IsOpen: true }; layer++)
        {
            var head = await Head.Read(feed, ct);
            var sent = new PrefixedStream(head, feed, isOpen: false, ownsRest: layer > 0);
            // Every layer is compared with what was received: two that each grow 200 times would grow 40,000 times.
            received ??= sent;
            feed = layer < MostLayers && head.Bytes.Span is [0x1F, 0x8B, ..]
                ? new BoundedStream(new GZipStream(sent, CompressionMode.Decompress), maxInflatedBytes, () => received.Given, isOpen: false)
                : new BoundedStream(sent, maxInflatedBytes, compressed: null, isOpen: true);
        }

        return feed;
    }

    /// <summary>
    /// Tells JSON from XML by the first byte that is not white space. Returns a stream that gives all of the bytes again; whoever
    /// disposes of <paramref name="plain"/> need not dispose of it.
    /// </summary>
    /// <param name="plain">The feed's plain bytes, from their beginning.</param>
    /// <param name="ct">Ends the wait for the first bytes.</param>
    public static async ValueTask<(Stream Feed, bool IsJson)> TellJson(Stream plain, CancellationToken ct = default)
    {
        var head = await Head.Read(plain, ct);
        var text = head.Bytes.Span;
        text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        var first = text.IndexOfAnyExcept(" \t\r\n"u8);
        var again = new PrefixedStream(head, plain, isOpen: plain is ReadOnlyStream { IsOpen: true }, ownsRest: false);
        return (again, first >= 0 && (text[first] is (byte)'{' or (byte)'['));
    }

    /// <summary>The first bytes of a stream, fewer only at its end or before what broke it.</summary>
    private sealed record Head(ReadOnlyMemory<byte> Bytes, Exception? Fault)
    {
        // The same for whoever opens a feed, so that damage behind it is met by the same read.
        private const int Size = 256;

        internal static async ValueTask<Head> Read(Stream stream, CancellationToken ct)
        {
            var (head, length) = (new byte[Size], 0);
            try
            {
                while (length < Size && await stream.ReadAsync(head.AsMemory(length), ct) is > 0 and var read)
                {
                    length += read;
                }

                return new Head(head.AsMemory(0, length), null);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // Told to whoever reads so far, as any fault that comes later.
                return new Head(head.AsMemory(0, length), fault);
            }
        }
    }

    private abstract class ReadOnlyStream : Stream
    {
        /// <summary>True for the feed's plain bytes, which are bounded.</summary>
        internal abstract bool IsOpen { get; }

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
    private sealed class PrefixedStream(Head head, Stream rest, bool isOpen, bool ownsRest) : ReadOnlyStream
    {
        internal override bool IsOpen => isOpen;

        private ReadOnlyMemory<byte> _prefix = head.Bytes;

        /// <summary>Bytes given so far.</summary>
        internal long Given { get; private set; }

        public override int Read(Span<byte> buffer) => Count(_prefix.IsEmpty ? Rest.Read(buffer) : TakePrefix(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(_prefix.IsEmpty ? await Rest.ReadAsync(buffer, cancellationToken) : TakePrefix(buffer.Span));

        private Stream Rest
        {
            get
            {
                if (head.Fault is { } fault)
                {
                    ExceptionDispatchInfo.Throw(fault);
                }

                return rest;
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (ownsRest)
            {
                rest.Dispose();
            }

            base.Dispose(disposing);
        }

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

    private sealed class BoundedStream(Stream inner, long maxBytes, Func<long>? compressed, bool isOpen) : ReadOnlyStream
    {
        internal override bool IsOpen => isOpen;

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
