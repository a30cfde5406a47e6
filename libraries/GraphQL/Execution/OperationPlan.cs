using System.Collections.Concurrent;
using System.Text;
using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Execution;

/// <summary>What an operation does, for one outcome of its <c>@skip</c> and <c>@include</c> conditions: fields collected, merged and bound. Shared by requests.</summary>
internal sealed class OperationPlan(OperationNode operation, SelectionPlan root, PlanBuilder builder)
{
    internal OperationNode Operation { get; } = operation;

    internal SelectionPlan Root { get; } = root;

    /// <summary>How many planned fields there are so far; plans of abstract selections are made when first met.</summary>
    internal int FieldCount => builder.FieldCount;
}

/// <summary>The fields that are answered for one object type at one place.</summary>
internal sealed class SelectionPlan(ObjectType type, PlannedField[] fields)
{
    internal ObjectType Type { get; } = type;

    internal PlannedField[] Fields { get; } = fields;

    /// <summary>How many fields wait, themselves or below.</summary>
    internal int Slots { get; init; }
}

/// <summary>A field that is answered.</summary>
internal sealed class PlannedField
{
    private readonly ConcurrentDictionary<ObjectType, SelectionPlan>? _byType;
    private readonly Func<PlannedField, ObjectType, SelectionPlan>? _plan;
    private SelectionPlan? _only;

    internal PlannedField(FieldDefinition definition, ObjectType parent, IReadOnlyList<FieldNode> nodes, int id, Func<PlannedField, ObjectType, SelectionPlan>? plan)
    {
        Definition = definition;
        Parent = parent;
        Nodes = nodes;
        Id = id;
        ResponseName = nodes[0].ResponseName;
        Locations = [.. nodes.Select(n => n.Location)];
        TypeNameJson = ReferenceEquals(definition, Introspection.IntrospectionTypes.TypeNameField) ? Encoding.UTF8.GetBytes($"\"{parent.Name}\"") : null;
        _plan = plan;
        _byType = definition.Type.Named.IsAbstract ? new() : null;
    }

    internal FieldDefinition Definition { get; }

    internal ObjectType Parent { get; }

    internal IReadOnlyList<FieldNode> Nodes { get; }

    /// <summary>Numbers the planned fields of an operation.</summary>
    internal int Id { get; }

    internal string ResponseName { get; }

    /// <summary><c>{"name":</c> for the first field of its selection, <c>,"name":</c> for the others.</summary>
    internal byte[] NameJson { get; private set; } = [];

    internal IReadOnlyList<SourceLocation> Locations { get; }

    /// <summary>The answer, when the field is <c>__typename</c>.</summary>
    internal byte[]? TypeNameJson { get; }

    internal ArgumentPlan Arguments { get; init; } = ArgumentPlan.None;

    /// <summary>Whether something below waits; for abstract types: may wait.</summary>
    internal bool HasAsyncBelow { get; set; }

    /// <summary>Place of its value among those that are resolved before writing, or -1.</summary>
    internal int Slot { get; private set; } = -1;

    /// <summary>Resolves and writes the value, where the field is a leaf that is answered at once.</summary>
    internal LeafWriter? WriteLeaf { get; private set; }

    /// <summary>Gives the field its place in its selection.</summary>
    internal void Place(int index, int slot)
    {
        NameJson = Encoding.UTF8.GetBytes($"{(index == 0 ? '{' : ',')}\"{ResponseName}\":");
        Slot = slot;
        WriteLeaf = slot < 0 && TypeNameJson is null ? Definition.WriteLeaf : null;
    }

    /// <summary>The selection for a value of an object type.</summary>
    internal SelectionPlan Selection(ObjectType type)
    {
        if (_byType is not null)
        {
            return _byType.TryGetValue(type, out var known) ? known : _byType.GetOrAdd(type, t => _plan!(this, t));
        }
        return _only ??= _plan!(this, type);
    }
}
