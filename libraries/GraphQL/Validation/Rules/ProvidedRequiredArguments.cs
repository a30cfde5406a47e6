using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Required arguments are given.</summary>
internal sealed class ProvidedRequiredArguments : ValidationRule
{
    internal override void EnterField(FieldNode field, FieldDefinition? definition)
    {
        foreach (var missing in Missing(definition?.Arguments, field.Arguments))
        {
            Context.Report($"Field \"{field.Name}\" argument \"{missing.Name}\" of type \"{missing.Type}\" is required, but it was not provided.", field.Location);
        }
    }

    internal override void EnterDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
        foreach (var directive in directives)
        {
            foreach (var missing in Missing(Context.Schema.Directive(directive.Name.Value)?.Arguments, directive.Arguments))
            {
                Context.Report(
                    $"Directive \"@{directive.Name}\" argument \"{missing.Name}\" of type \"{missing.Type}\" is required, but it was not provided.", directive.Location);
            }
        }
    }

    private static IEnumerable<InputValueDefinition> Missing(IReadOnlyList<InputValueDefinition>? definitions, IReadOnlyList<ArgumentNode> given) =>
        definitions?.Where(d => d.IsRequired && given.All(g => g.Name.Value != d.Name)) ?? [];
}
