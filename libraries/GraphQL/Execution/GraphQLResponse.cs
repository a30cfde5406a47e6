namespace Engagement.GraphQL.Execution;

/// <summary>An answer as UTF-8 JSON in a pooled buffer; dispose it when it is sent.</summary>
public sealed class GraphQLResponse : IDisposable
{
    private readonly ResponseBuffer _buffer;

    internal GraphQLResponse(ResponseBuffer buffer) => _buffer = buffer;

    /// <summary>The JSON.</summary>
    public ReadOnlyMemory<byte> Json => _buffer.WrittenMemory;

    /// <summary>Whether the operation was executed: the answer has a member <c>data</c>, if only null.</summary>
    public bool IsExecuted { get; internal init; }

    /// <summary>The errors of the answer.</summary>
    public IReadOnlyList<GraphQLError> Errors { get; internal init; } = [];

    /// <summary>Whether the document was a registered one.</summary>
    internal bool IsRegistered { get; init; }

    /// <summary>Whether it was a query, without effects.</summary>
    internal bool IsQuery { get; init; }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    /// <inheritdoc/>
    public override string ToString() => _buffer.ToString();
}
