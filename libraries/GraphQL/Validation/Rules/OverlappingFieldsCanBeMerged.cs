using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Fields of one response name mean the same. A near-linear check decides; only where it finds a conflict are pairs compared, within a budget, to say which.</summary>
internal sealed class OverlappingFieldsCanBeMerged : ValidationRule
{
    internal override void LeaveDocument(DocumentNode document)
    {
        var check = new FieldMergeCheck(Context.Schema, Context.Fragments);
        if (document.Definitions.OfType<ExecutableDefinitionNode>().All(d => check.CanMerge(d.SelectionSet, TypeOf(d))))
        {
            return;
        }
        var before = Context.Errors.Count;
        var conflicts = new FieldConflicts(Context.Schema, Context.Fragments, Report);
        foreach (var definition in document.Definitions.OfType<ExecutableDefinitionNode>())
        {
            Visit(definition.SelectionSet, TypeOf(definition), conflicts);
        }
        if (Context.Errors.Count == before)
        {
            // The budget went before the pair was found.
            Context.Report("Fields of the document conflict. Use different aliases on the fields to fetch both if this was intentional.", document.Location);
        }
    }

    private void Visit(SelectionSetNode selections, CompositeType? parent, FieldConflicts conflicts, bool isInline = false)
    {
        // The fields of an inline fragment are compared with those around it.
        if (!isInline)
        {
            conflicts.Within(selections, parent);
        }
        foreach (var selection in selections.Selections)
        {
            switch (selection)
            {
                case FieldNode { SelectionSet: { } below } field:
                    Visit(below, parent is null ? null : Context.Schema.FieldOf(parent, field.Name.Value)?.Type.Named as CompositeType, conflicts);
                    break;
                case InlineFragmentNode inline:
                    var inner = inline.TypeCondition is null ? parent : Context.Schema.Type(inline.TypeCondition.Name.Value) as CompositeType;
                    Visit(inline.SelectionSet, inner, conflicts, isInline: true);
                    break;
            }
        }
    }

    private void Report(FieldConflict conflict) => Context.Report(
        $"Fields \"{conflict.ResponseName}\" conflict because {conflict.Reason()}. Use different aliases on the fields to fetch both if this was intentional.",
        conflict.Fields1.Concat(conflict.Fields2).Select(f => f.Location).ToArray());

    private CompositeType? TypeOf(ExecutableDefinitionNode definition) => definition switch
    {
        OperationNode { Kind: OperationKind.Query } => Context.Schema.Query,
        OperationNode { Kind: OperationKind.Mutation } => Context.Schema.Mutation,
        OperationNode => Context.Schema.Subscription,
        FragmentNode fragment => Context.Schema.Type(fragment.TypeCondition.Name.Value) as CompositeType,
        _ => null,
    };
}
