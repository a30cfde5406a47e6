using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Types;

/// <summary>Makes a schema from the definition language; what resolves its fields is given by <paramref name="bind"/>.</summary>
/// <param name="bind">Sets the resolver of an object's field.</param>
/// <param name="typeNameOf">Names the object type of a value of an abstract type.</param>
internal sealed class SdlSchemaBuilder(Action<ObjectType, FieldDefinition> bind, Func<object, string?> typeNameOf)
{
    private readonly Dictionary<string, NamedType> _types = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    internal Schema Build(string sdl)
    {
        var document = Parser.Parse(sdl);
        var definitions = document.Definitions.OfType<TypeDefinitionNode>().ToList();
        foreach (var scalar in BuiltInScalars.All)
        {
            _types.Add(scalar.Name, scalar);
        }
        foreach (var definition in definitions.Where(d => !d.IsExtension))
        {
            if (!_types.TryAdd(definition.Name.Value, Declare(definition)))
            {
                _faults.Add($"The type {definition.Name} is defined twice.");
            }
        }
        foreach (var definition in definitions)
        {
            Fill(definition);
        }
        var directives = document.Definitions.OfType<DirectiveDefinitionNode>().Select(Directive).ToList();
        return _faults.Count == 0 ? Close(document, directives) : throw new SchemaException(_faults);
    }

    private Schema Close(DocumentNode document, List<DirectiveDefinition> directives)
    {
        var schemaNodes = document.Definitions.OfType<SchemaNode>().ToList();
        var roots = schemaNodes.SelectMany(s => s.Operations).ToDictionary(o => o.Kind, o => o.Type.Name.Value);
        ObjectType? Root(OperationKind kind) => _types.GetValueOrDefault(schemaNodes.Count > 0 ? roots.GetValueOrDefault(kind, "") : kind.ToString()) as ObjectType;
        var query = Root(OperationKind.Query) ?? throw new SchemaException("There is no query type.");
        return SchemaAssembler.Assemble(
            _types.Values, directives, query, Root(OperationKind.Mutation), Root(OperationKind.Subscription), schemaNodes.FirstOrDefault()?.Description, typeNameOf);
    }

    private NamedType Declare(TypeDefinitionNode node) => node switch
    {
        ScalarNode => new AnyScalar(node.Name.Value, node.Description, Argument(node.Directives, "specifiedBy", "url")),
        ObjectTypeNode => new ObjectType(node.Name.Value, node.Description),
        InterfaceNode => new InterfaceType(node.Name.Value, node.Description),
        UnionNode => new UnionType(node.Name.Value, node.Description),
        EnumTypeNode values => new EnumType(node.Name.Value, values.Values.Select(EnumValue), node.Description),
        InputObjectNode => new InputObjectType(node.Name.Value, node.Description) { IsOneOf = node.Directives.Any(d => d.Name.Value == "oneOf") },
        _ => throw new InvalidOperationException($"Unknown definition: {node.GetType()}."),
    };

    private void Fill(TypeDefinitionNode node)
    {
        switch (node)
        {
            case ObjectTypeNode type when Find<ObjectType>(type.Name) is { } target:
                FillFields(target, type.Interfaces, type.Fields);
                target.Fields.ForEach(field => bind(target, field));
                break;
            case InterfaceNode type when Find<InterfaceType>(type.Name) is { } target:
                FillFields(target, type.Interfaces, type.Fields);
                break;
            case UnionNode union when Find<UnionType>(union.Name) is { } target:
                target.Members.AddRange(union.Members.Select(m => Find<ObjectType>(m.Name)).OfType<ObjectType>());
                break;
            case InputObjectNode input when Find<InputObjectType>(input.Name) is { } target:
                target.Fields.AddRange(input.Fields.Select(InputValue));
                break;
        }
    }

    private void FillFields(FieldsType target, IReadOnlyList<NamedTypeNode> interfaces, IReadOnlyList<FieldDefinitionNode> fields)
    {
        target.Interfaces.AddRange(interfaces.Select(i => Find<InterfaceType>(i.Name)).OfType<InterfaceType>());
        foreach (var field in fields)
        {
            target.Put(new FieldDefinition(field.Name.Value, Reference(field.Type))
            {
                Description = field.Description,
                DeprecationReason = Deprecation(field.Directives),
                Arguments = [.. field.Arguments.Select(InputValue)],
            });
        }
    }

    private InputValueDefinition InputValue(InputValueNode node) => new(node.Name.Value, Reference(node.Type))
    {
        Description = node.Description,
        DeprecationReason = Deprecation(node.Directives),
        DefaultValue = node.DefaultValue,
        Absent = InputObjectType.Missing,
    };

    private DirectiveDefinition Directive(DirectiveDefinitionNode node) =>
        new(node.Name.Value, [.. node.Locations.Select(l => l.Value)], [.. node.Arguments.Select(InputValue)]) { Description = node.Description, IsRepeatable = node.IsRepeatable };

    private static EnumValueDefinition EnumValue(EnumValueNode node) =>
        new(node.Name.Value, node.Name.Value) { Description = node.Description, DeprecationReason = Deprecation(node.Directives) };

    private GraphQLType Reference(TypeNode node) => node switch
    {
        ListTypeNode list => Reference(list.Item).List,
        NonNullTypeNode nonNull => Reference(nonNull.Inner).NonNull,
        NamedTypeNode named => Find<NamedType>(named.Name) ?? BuiltInScalars.String,
        _ => throw new InvalidOperationException($"Unknown type reference: {node.GetType()}."),
    };

    private T? Find<T>(NameNode name)
        where T : NamedType
    {
        if (_types.GetValueOrDefault(name.Value) is T found)
        {
            return found;
        }
        _faults.Add($"There is no {typeof(T).Name} called {name} (line {name.Location.Line}).");
        return null;
    }

    private static string? Deprecation(IReadOnlyList<DirectiveNode> directives) =>
        directives.Any(d => d.Name.Value == "deprecated") ? Argument(directives, "deprecated", "reason") ?? "No longer supported" : null;

    private static string? Argument(IReadOnlyList<DirectiveNode> directives, string directive, string argument) =>
        (directives.FirstOrDefault(d => d.Name.Value == directive)?.Arguments.FirstOrDefault(a => a.Name.Value == argument)?.Value as StringNode)?.Value;
}
