using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Types;

/// <summary>Types that documents name.</summary>
internal static class TypeReferences
{
    /// <summary>The type, or null when the schema does not have it.</summary>
    internal static GraphQLType? Resolve(Schema schema, TypeNode node) => node switch
    {
        NamedTypeNode named => schema.Type(named.Name.Value),
        ListTypeNode list => Resolve(schema, list.Item)?.List,
        NonNullTypeNode nonNull => Resolve(schema, nonNull.Inner)?.NonNull,
        _ => null,
    };
}
