using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>A variable's type fits where it is used.</summary>
internal sealed class VariablesInAllowedPosition : ValidationRule
{
    internal override void LeaveDocument(DocumentNode document)
    {
        foreach (var operation in document.Definitions.OfType<OperationNode>())
        {
            var defined = new Dictionary<string, VariableDefinitionNode>(StringComparer.Ordinal);
            foreach (var variable in operation.Variables)
            {
                defined[variable.Variable.Name] = variable;
            }
            foreach (var usage in Context.Usages.Of(operation, Context.Fragments))
            {
                if (usage.Type is not null && defined.TryGetValue(usage.Variable.Name, out var definition))
                {
                    Check(definition, usage, usage.Type);
                }
            }
        }
    }

    private void Check(VariableDefinitionNode definition, VariableUsage usage, GraphQLType expected)
    {
        if (TypeReferences.Resolve(Context.Schema, definition.Type) is not { } type)
        {
            return;
        }
        if (!IsAllowed(type, definition.DefaultValue, expected, usage.HasDefault))
        {
            Context.Report(
                $"Variable \"${usage.Variable.Name}\" of type \"{type}\" used in position expecting type \"{expected}\".",
                definition.Location, usage.Variable.Location);
        }
        if (usage.IsOneOf && !type.IsNonNull)
        {
            Context.Report(
                $"Variable \"${usage.Variable.Name}\" is of type \"{type}\" but must be non-nullable to be used for OneOf Input Object.",
                definition.Location, usage.Variable.Location);
        }
    }

    private bool IsAllowed(GraphQLType type, ValueNode? defaultValue, GraphQLType expected, bool placeHasDefault)
    {
        if (!expected.IsNonNull || type.IsNonNull)
        {
            return Context.Schema.IsSubtype(type, expected);
        }
        return (defaultValue is not (null or NullNode) || placeHasDefault) && Context.Schema.IsSubtype(type, expected.Nullable);
    }
}
