using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Introspection;

/// <summary>The types with which a schema describes itself (specification, section 4).</summary>
internal sealed class IntrospectionTypes
{
    private const string Deprecation = "includeDeprecated";

    private readonly ObjectType _schema = new("__Schema", "A GraphQL Schema defines the capabilities of a GraphQL server. It exposes all available types and directives on the server, as well as the entry points for query, mutation, and subscription operations.");
    private readonly ObjectType _type = new("__Type", "The fundamental unit of any GraphQL Schema is the type. There are many kinds of types in GraphQL as represented by the `__TypeKind` enum.\n\nDepending on the kind of a type, certain fields describe information about that type. Scalar types provide no information beyond a name, description and optional `specifiedByURL`, while Enum types provide their values. Object and Interface types provide the fields they describe. Abstract types, Union and Interface, provide the Object types possible at runtime. List and NonNull types compose other types.");
    private readonly ObjectType _field = new("__Field", "Object and Interface types are described by a list of Fields, each of which has a name, potentially a list of arguments, and a return type.");
    private readonly ObjectType _inputValue = new("__InputValue", "Arguments provided to Fields or Directives and the input fields of an InputObject are represented as Input Values which describe their type and optionally a default value.");
    private readonly ObjectType _enumValue = new("__EnumValue", "One possible value for a given Enum. Enum values are unique values, not a placeholder for a string or numeric value. However an Enum value is returned in a JSON response as a string.");
    private readonly ObjectType _directive = new("__Directive", "A Directive provides a way to describe alternate runtime execution and type validation behavior in a GraphQL document.\n\nIn some cases, you need to provide options to alter GraphQL's execution behavior in ways field arguments will not suffice, such as conditionally including or skipping a field. Directives provide this by describing additional information to the executor.");
    private readonly EnumType _typeKind = Kinds();
    private readonly EnumType _location = Locations();

    internal IntrospectionTypes()
    {
        var text = BuiltInScalars.String;
        FillSchema(text);
        FillType(text);
        FillField(text);
        Put(_enumValue, "name", text.NonNull, (EnumValueDefinition v) => v.Name);
        Put(_enumValue, "description", text, (EnumValueDefinition v) => v.Description);
        Put(_enumValue, "isDeprecated", BuiltInScalars.Boolean.NonNull, (EnumValueDefinition v) => v.DeprecationReason is not null);
        Put(_enumValue, "deprecationReason", text, (EnumValueDefinition v) => v.DeprecationReason);
    }

    internal IEnumerable<NamedType> All => [_schema, _type, _field, _inputValue, _enumValue, _directive, _typeKind, _location];

    /// <summary>The field <c>__schema</c> of the query type.</summary>
    internal FieldDefinition SchemaField => new("__schema", _schema.NonNull)
    {
        Description = "Access the current type schema of this server.",
        Resolve = static (request, _, _, _) => request.Schema,
    };

    /// <summary>The field <c>__type</c> of the query type.</summary>
    internal FieldDefinition TypeField => new("__type", _type)
    {
        Description = "Request the type information of a single type.",
        Arguments = [new InputValueDefinition("name", BuiltInScalars.String.NonNull)],
        Resolve = static (request, _, arguments, _) => request.Schema.Type((string)arguments[0]!),
    };

    /// <summary>The field <c>__typename</c> of every composite type; execution writes it itself.</summary>
    internal static readonly FieldDefinition TypeNameField = new("__typename", BuiltInScalars.String.NonNull)
    {
        Description = "The name of the current Object type at runtime.",
    };

    private void FillSchema(ScalarType text)
    {
        Put(_schema, "description", text, (Schema s) => s.Description);
        Put(_schema, "types", _type.NonNull.List.NonNull, (Schema s) => s.Types.ToArray());
        Put(_schema, "queryType", _type.NonNull, (Schema s) => s.Query);
        Put(_schema, "mutationType", _type, (Schema s) => s.Mutation);
        Put(_schema, "subscriptionType", _type, (Schema s) => s.Subscription);
        Put(_schema, "directives", _directive.NonNull.List.NonNull, (Schema s) => s.Directives.ToArray());
        Put(_directive, "name", text.NonNull, (DirectiveDefinition d) => d.Name);
        Put(_directive, "description", text, (DirectiveDefinition d) => d.Description);
        Put(_directive, "isRepeatable", BuiltInScalars.Boolean.NonNull, (DirectiveDefinition d) => d.IsRepeatable);
        Put(_directive, "locations", _location.NonNull.List.NonNull, (DirectiveDefinition d) => d.Locations.ToArray());
        PutFiltered(_directive, "args", _inputValue.NonNull.List.NonNull, (DirectiveDefinition d, bool all) => Kept(d.Arguments, v => v.DeprecationReason, all));
    }

    private void FillType(ScalarType text)
    {
        Put(_type, "kind", _typeKind.NonNull, (GraphQLType t) => KindOf(t));
        Put(_type, "name", text, (GraphQLType t) => (t as NamedType)?.Name);
        Put(_type, "description", text, (GraphQLType t) => (t as NamedType)?.Description);
        Put(_type, "specifiedByURL", text, (GraphQLType t) => (t as ScalarType)?.SpecifiedBy);
        PutFiltered(_type, "fields", _field.NonNull.List, (GraphQLType t, bool all) => t is FieldsType f ? Kept(f.Fields.Where(x => x.Name[0] != '_' || x.Name[1] != '_'), x => x.DeprecationReason, all) : null);
        Put(_type, "interfaces", _type.NonNull.List, (GraphQLType t) => (t as FieldsType)?.Interfaces.ToArray());
        _type.Put(new FieldDefinition("possibleTypes", _type.NonNull.List)
        {
            Resolve = static (request, parent, _, _) => parent is InterfaceType or UnionType ? request.Schema.PossibleTypes((CompositeType)parent) : null,
        });
        PutFiltered(_type, "enumValues", _enumValue.NonNull.List, (GraphQLType t, bool all) => t is EnumType e ? Kept(e.Values, x => x.DeprecationReason, all) : null);
        PutFiltered(_type, "inputFields", _inputValue.NonNull.List, (GraphQLType t, bool all) => t is InputObjectType i ? Kept(i.Fields, x => x.DeprecationReason, all) : null);
        Put(_type, "ofType", _type, (GraphQLType t) => t switch { ListType list => list.Item, NonNullType nonNull => nonNull.Inner, _ => null });
        Put(_type, "isOneOf", BuiltInScalars.Boolean, (GraphQLType t) => t is InputObjectType input ? input.IsOneOf : null);
    }

    private void FillField(ScalarType text)
    {
        Put(_field, "name", text.NonNull, (FieldDefinition f) => f.Name);
        Put(_field, "description", text, (FieldDefinition f) => f.Description);
        PutFiltered(_field, "args", _inputValue.NonNull.List.NonNull, (FieldDefinition f, bool all) => Kept(f.Arguments, v => v.DeprecationReason, all));
        Put(_field, "type", _type.NonNull, (FieldDefinition f) => f.Type);
        Put(_field, "isDeprecated", BuiltInScalars.Boolean.NonNull, (FieldDefinition f) => f.DeprecationReason is not null);
        Put(_field, "deprecationReason", text, (FieldDefinition f) => f.DeprecationReason);
        Put(_inputValue, "name", text.NonNull, (InputValueDefinition v) => v.Name);
        Put(_inputValue, "description", text, (InputValueDefinition v) => v.Description);
        Put(_inputValue, "type", _type.NonNull, (InputValueDefinition v) => v.Type);
        Put(_inputValue, "defaultValue", text, (InputValueDefinition v) => v.DefaultValue is { } value ? Printer.Print(value) : null);
        Put(_inputValue, "isDeprecated", BuiltInScalars.Boolean.NonNull, (InputValueDefinition v) => v.DeprecationReason is not null);
        Put(_inputValue, "deprecationReason", text, (InputValueDefinition v) => v.DeprecationReason);
    }

    private static void Put<T>(ObjectType target, string name, GraphQLType type, Func<T, object?> read) => target.Put(new FieldDefinition(name, type)
    {
        Resolve = (_, parent, _, _) => read((T)parent!),
    });

    private static void PutFiltered<T>(ObjectType target, string name, GraphQLType type, Func<T, bool, object?> read) => target.Put(new FieldDefinition(name, type)
    {
        Arguments = [new InputValueDefinition(Deprecation, BuiltInScalars.Boolean) { DefaultValue = new BooleanNode(false) }],
        Resolve = (_, parent, arguments, _) => read((T)parent!, arguments[0] is true),
    });

    private static T[] Kept<T>(IEnumerable<T> items, Func<T, string?> reason, bool withDeprecated) =>
        [.. withDeprecated ? items : items.Where(i => reason(i) is null)];

    private static string KindOf(GraphQLType type) => type switch
    {
        ScalarType => "SCALAR",
        ObjectType => "OBJECT",
        InterfaceType => "INTERFACE",
        UnionType => "UNION",
        EnumType => "ENUM",
        InputObjectType => "INPUT_OBJECT",
        ListType => "LIST",
        NonNullType => "NON_NULL",
        _ => throw new InvalidOperationException($"Unknown kind of type: {type}."),
    };

    private static EnumType Kinds() => new(
        "__TypeKind",
        new[] { "SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT", "LIST", "NON_NULL" }.Select(k => new EnumValueDefinition(k, k)),
        "An enum describing what kind of type a given `__Type` is.");

    private static EnumType Locations() => new(
        "__DirectiveLocation",
        DirectiveLocations.All.Select(l => new EnumValueDefinition(l, l)),
        "A Directive can be adjacent to many parts of the GraphQL language, a __DirectiveLocation describes one such possible adjacencies.");
}
