using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Arguments exist on their field or directive.</summary>
internal sealed class KnownArgumentNames : ValidationRule
{
    internal override void EnterField(FieldNode field, FieldDefinition? definition)
    {
        if (definition is null)
        {
            return;
        }
        foreach (var argument in field.Arguments.Where(a => definition.Argument(a.Name.Value) is null))
        {
            var suggestion = Context.Suggest(argument.Name.Value, definition.Arguments.Select(a => a.Name));
            Context.Report($"Unknown argument \"{argument.Name}\" on field \"{Context.Parent}.{field.Name}\"." + suggestion, argument.Location);
        }
    }

    internal override void EnterDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
        foreach (var directive in directives)
        {
            var known = Context.Schema.Directive(directive.Name.Value)?.Arguments;
            foreach (var argument in directive.Arguments.Where(a => known is not null && known.All(k => k.Name != a.Name.Value)))
            {
                Context.Report($"Unknown argument \"{argument.Name}\" on directive \"@{directive.Name}\".", argument.Location);
            }
        }
    }
}
