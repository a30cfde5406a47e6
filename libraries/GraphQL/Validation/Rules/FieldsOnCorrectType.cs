using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Fields exist on the type they are selected on.</summary>
internal sealed class FieldsOnCorrectType : ValidationRule
{
    internal override void EnterField(FieldNode field, FieldDefinition? definition)
    {
        if (definition is not null || Context.Parent is not { } parent)
        {
            return;
        }
        var known = parent is FieldsType fields ? fields.Fields.Select(f => f.Name) : [];
        Context.Report($"Cannot query field \"{field.Name}\" on type \"{parent}\"." + Context.Suggest(field.Name.Value, known), field.Location);
    }
}
