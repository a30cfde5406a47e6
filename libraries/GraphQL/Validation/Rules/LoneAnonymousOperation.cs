using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>An operation without a name is the only one.</summary>
internal sealed class LoneAnonymousOperation : ValidationRule
{
    private int _operations;

    internal override void EnterDocument(DocumentNode document) => _operations = document.Definitions.OfType<OperationNode>().Count();

    internal override void EnterOperation(OperationNode operation)
    {
        if (operation.Name is null && _operations > 1)
        {
            Context.Report("This anonymous operation must be the only defined operation.", operation.Location);
        }
    }
}
