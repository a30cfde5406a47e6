using Engagement.Importer.Runs;

namespace Engagement.Importer.Fetching;

/// <summary>The body of a partner's answer, bounded in size, in silence and in time; what breaks it is told as the reason of the run.</summary>
internal sealed class PulledBody(Stream body, FetchOptions options, CancellationTokenSource total) : Stream
{
    private readonly long maxBytes = (long)options.MaxMegabytes << 20;
    private long length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, total.Token);
        silence.CancelAfter(TimeSpan.FromSeconds(options.SilenceSeconds));
        try
        {
            var read = await body.ReadAsync(buffer, silence.Token);
            length += read;
            return length <= maxBytes ? read : throw new RunFailure(FetchReasons.TooLarge);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RunFailure(FetchReasons.TimedOut, e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new RunFailure(FetchReasons.ConnectionLost, e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A pulled feed is read without blocking.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
            total.Dispose();
        }

        base.Dispose(disposing);
    }
}
