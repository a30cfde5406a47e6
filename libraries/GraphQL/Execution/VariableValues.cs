using System.Text.Json;
using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Execution;

/// <summary>The coerced variables of a request.</summary>
internal sealed class VariableValues
{
    internal static readonly VariableValues None = new();

    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _sizes = new(StringComparer.Ordinal);
    private IReadOnlyList<VariableDefinitionNode> _definitions = [];
    private JsonElement? _given;

    internal bool Has(string name) => _values.ContainsKey(name);

    internal bool TryGet(string name, out object? value) => _values.TryGetValue(name, out value);

    /// <summary>Coerces what the request gives for an operation's variables; all faults are collected.</summary>
    internal static VariableValues Coerce(Schema schema, OperationNode operation, JsonElement? given, List<GraphQLError> errors)
    {
        if (operation.Variables.Count == 0)
        {
            return None;
        }
        var variables = new VariableValues { _definitions = operation.Variables, _given = given };
        foreach (var definition in operation.Variables)
        {
            variables.Add(schema, definition, given, errors);
        }
        return variables;
    }

    /// <summary>How many values a variable holds: <see cref="InputSize"/>. Counted once, however often the operation uses it.</summary>
    internal int SizeOf(string name)
    {
        if (!_sizes.TryGetValue(name, out var size))
        {
            size = _given is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value)
                ? InputSize.Of(value)
                : InputSize.Of(_definitions.FirstOrDefault(d => d.Variable.Name == name)?.DefaultValue ?? new NullNode(), this);
            _sizes.Add(name, size);
        }
        return size;
    }

    private void Add(Schema schema, VariableDefinitionNode definition, JsonElement? given, List<GraphQLError> errors)
    {
        var name = definition.Variable.Name;
        var type = TypeReferences.Resolve(schema, definition.Type)!;
        if (given is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value))
        {
            _values[name] = InputCoercion.FromJson(value, type, null, new InputFaults(name, definition.Location, errors));
        }
        else if (definition.DefaultValue is not null)
        {
            if (InputCoercion.TryFromLiteral(definition.DefaultValue, type, null, out var coerced))
            {
                _values[name] = coerced;
            }
        }
        else if (type.IsNonNull)
        {
            errors.Add(new GraphQLError($"Variable \"${name}\" of required type \"{type}\" was not provided.", ErrorCodes.BadUserInput) { Locations = [definition.Location] });
        }
    }
}
