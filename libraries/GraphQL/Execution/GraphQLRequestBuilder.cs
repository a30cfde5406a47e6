namespace Engagement.GraphQL.Execution;

/// <summary>What an interceptor may set before a request is executed.</summary>
public sealed class GraphQLRequestBuilder
{
    internal Dictionary<string, object?> State { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether this caller gets field suggestions in messages; null: as the options say.</summary>
    public bool? Suggestions { get; set; }

    /// <summary>Whether this caller may run registered documents only; null: as the options say.</summary>
    public bool? RegisteredDocumentsOnly { get; set; }

    /// <summary>Whether the answer is the same for everybody, so that shared caches may keep the GET answer of a registered document.</summary>
    public bool IsAnonymous { get; set; }

    /// <summary>
    /// Charges the caller before anything is executed: gets the cost of the operation and of reading it, and refuses by <see
    /// cref="GraphQLException"/>.
    /// A request that is faulty is charged for reading it. Null: nobody is charged.
    /// </summary>
    public Action<double>? Charge { get; set; }

    /// <summary>
    /// Who pays for the request, compared by equality: heavy queries of different payers take turns. Null: all such callers count as one.
    /// </summary>
    public object? Payer { get; set; }

    /// <summary>Charges what an answer cost beyond what was charged: introspection, which static cost leaves out, by its length.</summary>
    public Action<double>? ChargeMore { get; set; }

    /// <summary>Sets a value that resolvers read with <see cref="ResolverContext.GetState{T}"/> or <c>[GlobalState]</c>.</summary>
    public GraphQLRequestBuilder SetState(string key, object? value)
    {
        State[key] = value;
        return this;
    }
}
