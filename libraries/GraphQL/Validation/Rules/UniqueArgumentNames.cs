using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>An argument is given once.</summary>
internal sealed class UniqueArgumentNames : ValidationRule
{
    internal override void EnterField(FieldNode field, FieldDefinition? definition) => Check(field.Arguments);

    internal override void EnterDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
        foreach (var directive in directives)
        {
            Check(directive.Arguments);
        }
    }

    private void Check(IReadOnlyList<ArgumentNode> arguments)
    {
        if (arguments.Count < 2)
        {
            return;
        }
        foreach (var twins in arguments.GroupBy(a => a.Name.Value).Where(g => g.Count() > 1))
        {
            Context.Report($"There can be only one argument named \"{twins.Key}\".", twins.Select(a => a.Name.Location).ToArray());
        }
    }
}
