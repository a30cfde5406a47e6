using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Directives exist and stand where they may.</summary>
internal sealed class KnownDirectives : ValidationRule
{
    internal override void EnterDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
        foreach (var directive in directives)
        {
            if (Context.Schema.Directive(directive.Name.Value) is not { } definition)
            {
                Context.Report($"Unknown directive \"@{directive.Name}\".", directive.Location);
            }
            else if (!definition.Locations.Contains(location))
            {
                Context.Report($"Directive \"@{directive.Name}\" may not be used on {location}.", directive.Location);
            }
        }
    }
}
