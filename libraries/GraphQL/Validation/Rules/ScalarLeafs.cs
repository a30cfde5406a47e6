using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Leaves have no selection, composites have one.</summary>
internal sealed class ScalarLeafs : ValidationRule
{
    internal override void EnterField(FieldNode field, FieldDefinition? definition)
    {
        if (definition is null)
        {
            return;
        }
        if (definition.Type.Named.IsLeaf)
        {
            if (field.SelectionSet is { } selections)
            {
                Context.Report($"Field \"{field.Name}\" must not have a selection since type \"{definition.Type}\" has no subfields.", selections.Location);
            }
        }
        else if (field.SelectionSet is null)
        {
            Context.Report(
                $"Field \"{field.Name}\" of type \"{definition.Type}\" must have a selection of subfields. Did you mean \"{field.Name} {{ ... }}\"?", field.Location);
        }
    }
}
