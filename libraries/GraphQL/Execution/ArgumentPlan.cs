using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Execution;

/// <summary>The arguments of a planned field: bound once for all when they hold no variable, else once per request.</summary>
internal sealed class ArgumentPlan
{
    internal static readonly ArgumentPlan None = new([], null, []);

    private readonly IReadOnlyList<InputValueDefinition> _definitions;
    private readonly FieldNode? _node;
    private readonly object?[]? _constant;

    private ArgumentPlan(IReadOnlyList<InputValueDefinition> definitions, FieldNode? node, object?[]? constant)
    {
        _definitions = definitions;
        _node = node;
        _constant = constant;
    }

    /// <summary>The values, when they are the same for every request.</summary>
    internal object?[]? Constant => _constant;

    internal static ArgumentPlan Of(FieldDefinition field, FieldNode node)
    {
        if (field.Arguments.Count == 0)
        {
            return None;
        }
        var plan = new ArgumentPlan(field.Arguments, node, null);
        if (node.Arguments.Any(a => HasVariable(a.Value)))
        {
            return plan;
        }
        try
        {
            return new ArgumentPlan(field.Arguments, node, plan.Bind(VariableValues.None));
        }
        catch (GraphQLException)
        {
            // Refused again at each execution, where the error finds its path.
            return plan;
        }
    }

    /// <summary>The values for a request's variables.</summary>
    /// <exception cref="GraphQLException">One has a wrong value.</exception>
    internal object?[] Bind(VariableValues variables)
    {
        var values = new object?[_definitions.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Bind(_definitions[i], variables);
        }
        return values;
    }

    private object? Bind(InputValueDefinition definition, VariableValues variables)
    {
        var literal = _node!.Arguments.FirstOrDefault(a => a.Name.Value == definition.Name)?.Value;
        if (literal is null || (literal is VariableNode variable && !variables.Has(variable.Name)))
        {
            if (definition.DefaultValue is null)
            {
                return definition.Type.IsNonNull
                    ? throw Fault($"Argument \"{definition.Name}\" of required type \"{definition.Type}\" was not provided.", (literal as Node) ?? _node)
                    : definition.Absent;
            }
            return Convert(definition, definition.DefaultValue, VariableValues.None);
        }
        return Convert(definition, literal, variables);
    }

    private static object? Convert(InputValueDefinition definition, ValueNode literal, VariableValues variables)
    {
        if (!InputCoercion.TryFromLiteral(literal, definition.Type, variables, out var value))
        {
            throw Fault($"Argument \"{definition.Name}\" has an invalid value for type \"{definition.Type}\".", literal);
        }
        try
        {
            return definition.Convert is null ? value : definition.Convert(value);
        }
        catch (FormatException e)
        {
            throw Fault($"Argument \"{definition.Name}\": {e.Message}", literal);
        }
    }

    private static GraphQLException Fault(string message, Node node) =>
        new(new GraphQLError(message, ErrorCodes.BadUserInput) { Locations = [node.Location] });

    private static bool HasVariable(ValueNode value) => value switch
    {
        VariableNode => true,
        ListNode list => list.Items.Any(HasVariable),
        ObjectNode fields => fields.Fields.Any(f => HasVariable(f.Value)),
        _ => false,
    };
}
