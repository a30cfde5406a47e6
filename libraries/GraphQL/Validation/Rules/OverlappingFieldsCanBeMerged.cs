using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Fields of one response name mean the same. A near-linear check decides; only where it finds a conflict are pairs compared, within a budget, to say which.</summary>
internal sealed class OverlappingFieldsCanBeMerged : ValidationRule
{
    private const int FewestFields = 50_000;
    private const int FieldsOfDefinition = 100;

    internal override void LeaveDocument(DocumentNode document)
    {
        var most = FewestFields + (FieldsOfDefinition * document.Definitions.Count);
        var check = new FieldMergeCheck(Context.Schema, Context.Fragments, most);
        if (OutsideIn(document).All(d => IsReached(d, check) || check.CanMerge(d.SelectionSet, TypeOf(d))))
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
            // The budget went before the pair was found, or before it was sure that there is none.
            Context.Report(
                "Fields of the document conflict, or are spread by too many fragments to tell. "
                + "Use different aliases on the fields to fetch both if this was intentional.",
                document.Location);
        }
    }

    // Of two fragments of one name only the one that spreads mean was looked at.
    private bool IsReached(ExecutableDefinitionNode definition, FieldMergeCheck check) =>
        definition is FragmentNode { Name.Value: var name } && check.HasReached(name) && ReferenceEquals(Context.Fragments[name], definition);

    /// <summary>Operations, then the fragments that no fragment spreads, then the others: each is looked at once, with whoever spreads it.</summary>
    private static IEnumerable<ExecutableDefinitionNode> OutsideIn(DocumentNode document)
    {
        var definitions = document.Definitions.OfType<ExecutableDefinitionNode>().ToList();
        var spread = new HashSet<string>(StringComparer.Ordinal);
        definitions.ForEach(d => AddSpreads(d.SelectionSet, spread));
        return definitions.OrderBy(d => d is FragmentNode fragment ? spread.Contains(fragment.Name.Value) ? 2 : 1 : 0);
    }

    private static void AddSpreads(SelectionSetNode selections, HashSet<string> spread)
    {
        foreach (var selection in selections.Selections)
        {
            switch (selection)
            {
                case FragmentSpreadNode named:
                    spread.Add(named.Name.Value);
                    break;
                case FieldNode { SelectionSet: { } below }:
                    AddSpreads(below, spread);
                    break;
                case InlineFragmentNode inline:
                    AddSpreads(inline.SelectionSet, spread);
                    break;
            }
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
