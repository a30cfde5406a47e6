using Engagement.GraphQL.Execution;

namespace Engagement.GraphQL.Types;

/// <summary>Resolves a field at once.</summary>
internal delegate object? SyncResolver(RequestContext request, object? parent, object?[] arguments, ResolverContext? context);

/// <summary>Resolves a field that may have to wait.</summary>
internal delegate ValueTask<object?> AsyncResolver(RequestContext request, object? parent, object?[] arguments, ResolverContext? context);

/// <summary>Resolves a leaf and writes it without boxing; false when it is null (nothing is written then).</summary>
internal delegate bool LeafWriter(RequestContext request, object? parent, object?[] arguments, ResponseBuffer buffer);

/// <summary>A field of an object or interface.</summary>
internal sealed class FieldDefinition(string name, GraphQLType type)
{
    internal string Name { get; } = name;

    internal GraphQLType Type { get; } = type;

    internal string? Description { get; init; }

    internal string? DeprecationReason { get; init; }

    internal IReadOnlyList<InputValueDefinition> Arguments { get; init; } = [];

    internal FieldsType? DeclaringType { get; set; }

    /// <summary>Exactly one of this and <see cref="ResolveAsync"/> on fields of objects.</summary>
    internal SyncResolver? Resolve { get; set; }

    internal AsyncResolver? ResolveAsync { get; set; }

    /// <summary>Besides <see cref="Resolve"/>, where the C# type and the scalar allow it.</summary>
    internal LeafWriter? WriteLeaf { get; set; }

    /// <summary>Whether the resolver takes a <see cref="ResolverContext"/>, which is then made for each call.</summary>
    internal bool NeedsContext { get; set; }

    internal double? Cost { get; init; }

    internal ListSize? ListSize { get; init; }

    internal bool IsAsync => ResolveAsync is not null;

    internal InputValueDefinition? Argument(string argument)
    {
        foreach (var candidate in Arguments)
        {
            if (candidate.Name == argument)
            {
                return candidate;
            }
        }
        return null;
    }
}

/// <summary>How many items a field may return, for the static cost.</summary>
internal sealed record ListSize(int AssumedSize, IReadOnlyList<string> SlicingArguments, IReadOnlyList<string> SizedFields);
