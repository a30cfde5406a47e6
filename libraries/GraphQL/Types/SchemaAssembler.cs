using Engagement.GraphQL.Introspection;

namespace Engagement.GraphQL.Types;

/// <summary>Adds to the declared types what every schema has, checks the whole and closes it.</summary>
internal static class SchemaAssembler
{
    internal static Schema Assemble(
        IEnumerable<NamedType> types, IEnumerable<DirectiveDefinition> directives, ObjectType query, ObjectType? mutation = null, ObjectType? subscription = null,
        string? description = null, Func<object, string?>? typeNameOf = null)
    {
        var introspection = new IntrospectionTypes();
        var own = types.Where(t => t is not ScalarType scalar || !BuiltInScalars.IsBuiltIn(scalar)).ToList();
        var declared = directives.ToList();
        var schema = new Schema(
            own.Concat(BuiltInScalars.All).Concat(introspection.All),
            BuiltInDirectives.All.Where(b => declared.All(d => d.Name != b.Name)).Concat(declared),
            query, mutation, subscription)
        {
            Description = description,
            TypeNameOf = typeNameOf,
            SchemaField = introspection.SchemaField,
            TypeField = introspection.TypeField,
        };
        var faults = SchemaValidator.Check(schema);
        return faults.Count == 0 ? schema : throw new SchemaException(faults);
    }
}
