using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Variables of an operation have different names.</summary>
internal sealed class UniqueVariableNames : ValidationRule
{
    internal override void EnterOperation(OperationNode operation)
    {
        foreach (var twins in operation.Variables.GroupBy(v => v.Variable.Name).Where(g => g.Count() > 1))
        {
            Context.Report($"There can be only one variable named \"${twins.Key}\".", twins.Select(v => v.Variable.NameLocation).ToArray());
        }
    }
}
