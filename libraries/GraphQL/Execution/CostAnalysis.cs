using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Execution;

/// <summary>
/// Static cost after IBM's specification: a field costs its weight times the size of the lists around it, a type likewise. Sizes come from slicing arguments, else from what the
/// field assumes. Reckoned on the plan, so that fragments and conditions count as executed.
/// </summary>
internal static class CostAnalysis
{
    // Beyond any limit; further reckoning would only overflow.
    private const double Enough = 1e15;

    internal static double Of(SelectionPlan root, VariableValues variables, Schema schema) => Of(root, 1, [], 1, variables, schema);

    private static double Of(SelectionPlan plan, double times, IReadOnlyList<string> sizedFields, double size, VariableValues variables, Schema schema)
    {
        double cost = 0;
        foreach (var field in plan.Fields)
        {
            var definition = field.Definition;
            var named = definition.Type.Named;
            // The introspection of a schema does not grow with the data.
            if (definition.Name.StartsWith("__", StringComparison.Ordinal))
            {
                continue;
            }
            var items = sizedFields.Contains(definition.Name) ? size : 1;
            var sizedBelow = definition.ListSize is { SizedFields.Count: > 0 } list ? list.SizedFields : [];
            var ownSize = definition.ListSize is null ? 1 : SizeOf(field, definition.ListSize, variables);
            if (definition.ListSize is { SizedFields.Count: 0 })
            {
                items = ownSize;
            }
            cost += times * ((definition.Cost ?? (named.IsLeaf ? named.Cost ?? 0 : 1)) + OfArguments(field, variables));
            if (named is CompositeType composite)
            {
                var below = times * items;
                cost += below * (named.Cost ?? 1);
                cost += Highest(field, composite, below, sizedBelow, ownSize, variables, schema);
            }
            if (cost > Enough)
            {
                return Enough;
            }
        }
        return cost;
    }

    /// <summary>
    /// An argument's weight counts for each value in it: what is looked for in a list of a thousand costs a thousand times as much.
    /// </summary>
    private static double OfArguments(PlannedField field, VariableValues variables)
    {
        double cost = 0;
        foreach (var argument in field.Nodes[0].Arguments)
        {
            if (field.Definition.Argument(argument.Name.Value)?.Cost is { } weight)
            {
                cost += weight * InputSize.Of(argument.Value, variables);
            }
        }
        return cost;
    }

    /// <summary>Of an abstract type's objects, the dearest.</summary>
    private static double Highest(
        PlannedField field, CompositeType type, double times, IReadOnlyList<string> sizedFields, double size, VariableValues variables, Schema schema)
    {
        double highest = 0;
        foreach (var possible in schema.PossibleTypes(type))
        {
            highest = Math.Max(highest, Of(field.Selection(possible), times, sizedFields, size, variables, schema));
        }
        return highest;
    }

    private static double SizeOf(PlannedField field, ListSize size, VariableValues variables)
    {
        double? largest = null;
        foreach (var name in size.SlicingArguments)
        {
            if (Given(field, name, variables) is { } given)
            {
                largest = Math.Max(largest ?? 0, given);
            }
        }
        return largest ?? size.AssumedSize;
    }

    private static double? Given(PlannedField field, string name, VariableValues variables)
    {
        var definition = field.Definition.Argument(name);
        var literal = field.Nodes[0].Arguments.FirstOrDefault(a => a.Name.Value == name)?.Value;
        if (literal is VariableNode variable)
        {
            if (variables.TryGet(variable.Name, out var value))
            {
                return value is int number ? Math.Max(0, number) : null;
            }
            literal = null;
        }
        literal ??= definition?.DefaultValue;
        return literal is IntNode text && double.TryParse(text.Text, System.Globalization.CultureInfo.InvariantCulture, out var size) ? Math.Max(0, size) : null;
    }
}
