using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Execution;

/// <summary>The variables that decide in <c>@skip</c> and <c>@include</c>.</summary>
internal static class Conditions
{
    internal static IEnumerable<string> Of(DocumentNode document)
    {
        var names = new List<string>();
        foreach (var definition in document.Definitions.OfType<ExecutableDefinitionNode>())
        {
            Visit(definition.SelectionSet, names);
        }
        return names.Distinct(StringComparer.Ordinal);
    }

    private static void Visit(SelectionSetNode selections, List<string> names)
    {
        foreach (var selection in selections.Selections)
        {
            names.AddRange(selection.Directives
                .Where(d => d.Name.Value is "skip" or "include")
                .SelectMany(d => d.Arguments)
                .Select(a => a.Value)
                .OfType<VariableNode>()
                .Select(v => v.Name));
            var below = selection switch
            {
                FieldNode field => field.SelectionSet,
                InlineFragmentNode inline => inline.SelectionSet,
                _ => null,
            };
            if (below is not null)
            {
                Visit(below, names);
            }
        }
    }
}
