using System.Threading.Channels;

namespace Engagement.Search.Replica;

/// <summary>
/// Passes what was just written to what is kept in memory, so that it need not be read again. Bounded: when the reader falls behind, the
/// rest is dropped, and the gap is read from the replica.
/// </summary>
internal sealed class ReplicaHandover
{
    private readonly Channel<ReplicaEntries> offered = Channel.CreateBounded<ReplicaEntries>(
        new BoundedChannelOptions(64) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    internal void Offer(ReplicaEntries entries) => offered.Writer.TryWrite(entries);

    /// <summary>Says only how far the replica is, for a reader to notice what another process wrote.</summary>
    internal void Point(ReplicaPosition position) =>
        Offer(new ReplicaEntries(position.Number, position.Number) { Incarnation = position.Incarnation });

    internal IAsyncEnumerable<ReplicaEntries> ReadAll(CancellationToken ct) => offered.Reader.ReadAllAsync(ct);
}
