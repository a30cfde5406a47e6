using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Types that the document names exist.</summary>
internal sealed class KnownTypeNames : ValidationRule
{
    internal override void EnterNamedType(NamedTypeNode type)
    {
        if (Context.Schema.Type(type.Name.Value) is null)
        {
            Context.Report($"Unknown type \"{type}\"." + Context.Suggest(type.Name.Value, Context.Schema.Types.Select(t => t.Name)), type.Location);
        }
    }
}
