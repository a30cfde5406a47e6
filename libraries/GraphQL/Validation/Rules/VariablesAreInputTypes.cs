using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Variables are of input types.</summary>
internal sealed class VariablesAreInputTypes : ValidationRule
{
    internal override void EnterVariableDefinition(VariableDefinitionNode variable)
    {
        if (TypeReferences.Resolve(Context.Schema, variable.Type) is { IsInput: false })
        {
            Context.Report($"Variable \"${variable.Variable.Name}\" cannot be non-input type \"{variable.Type}\".", variable.Type.Location);
        }
    }
}
