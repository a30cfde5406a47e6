namespace Engagement.GraphQL.Execution;

/// <summary>An object some of whose fields wait: the fields' values, filled in before writing.</summary>
internal sealed class Resolved(SelectionPlan plan, object? value, ResolverPath? path)
{
    internal SelectionPlan Plan { get; } = plan;

    internal object? Value { get; } = value;

    internal ResolverPath? Path { get; } = path;

    /// <summary>By <see cref="PlannedField.Slot"/>: a plain value, a <see cref="Resolved"/>, a <see cref="ResolvedList"/> or a <see cref="ResolverFailure"/>.</summary>
    internal object?[] Slots { get; } = new object?[plan.Slots];
}

/// <summary>A list of objects some of whose fields wait.</summary>
internal sealed record ResolvedList(object?[] Items);

/// <summary>What a resolver threw; reported where the field is written.</summary>
internal sealed record ResolverFailure(Exception Exception);
