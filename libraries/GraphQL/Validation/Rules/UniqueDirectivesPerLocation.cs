using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>A directive stands once at a place, unless it is repeatable.</summary>
internal sealed class UniqueDirectivesPerLocation : ValidationRule
{
    internal override void EnterDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
        var known = new Dictionary<string, DirectiveNode>(StringComparer.Ordinal);
        foreach (var directive in directives)
        {
            var name = directive.Name.Value;
            // An unknown directive is another rule's business.
            if (Context.Schema.Directive(name) is { IsRepeatable: false } && !known.TryAdd(name, directive))
            {
                Context.Report($"The directive \"@{name}\" can only be used once at this location.", known[name].Location, directive.Location);
            }
        }
    }
}
