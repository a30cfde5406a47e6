using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>The schema has a root type for each operation.</summary>
internal sealed class KnownOperationTypes : ValidationRule
{
    internal override void EnterOperation(OperationNode operation)
    {
        var isKnown = operation.Kind switch
        {
            OperationKind.Query => true,
            OperationKind.Mutation => Context.Schema.Mutation is not null,
            _ => Context.Schema.Subscription is not null,
        };
        if (!isKnown)
        {
            Context.Report($"The {operation.Kind.ToString().ToLowerInvariant()} operation is not supported by the schema.", operation.Location);
        }
    }
}
