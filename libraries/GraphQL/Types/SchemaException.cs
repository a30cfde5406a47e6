namespace Engagement.GraphQL.Types;

/// <summary>The schema is wrong; thrown at start, with all faults.</summary>
public sealed class SchemaException : Exception
{
    /// <summary>One fault.</summary>
    public SchemaException(string fault)
        : this([fault])
    {
    }

    /// <summary>All faults.</summary>
    public SchemaException(IReadOnlyList<string> faults)
        : base("The GraphQL schema is not valid:\n- " + string.Join("\n- ", faults)) => Faults = faults;

    /// <summary>What is wrong, one sentence each.</summary>
    public IReadOnlyList<string> Faults { get; }
}
