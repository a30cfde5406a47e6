namespace Engagement.GraphQL.Types;

/// <summary>A type of the schema: named, or a list or non-null wrapper.</summary>
public abstract class GraphQLType
{
    private ListType? _list;
    private NonNullType? _nonNull;

    private protected GraphQLType()
    {
    }

    /// <summary>The list of this type; one instance per type, so that types compare by reference.</summary>
    internal ListType List => _list ??= new ListType(this);

    /// <summary>This type without null; itself when it is so already.</summary>
    internal GraphQLType NonNull => this is NonNullType ? this : _nonNull ??= new NonNullType(this);

    /// <summary>This type with null.</summary>
    internal GraphQLType Nullable => this is NonNullType nonNull ? nonNull.Inner : this;

    internal bool IsNonNull => this is NonNullType;

    /// <summary>The named type inside all wrappers.</summary>
    internal NamedType Named => this switch
    {
        NamedType named => named,
        ListType list => list.Item.Named,
        NonNullType nonNull => nonNull.Inner.Named,
        _ => throw new InvalidOperationException($"Unknown kind of type: {GetType()}."),
    };

    internal bool IsInput => Named is ScalarType or EnumType or InputObjectType;

    internal bool IsOutput => Named is not InputObjectType;
}

/// <summary>A type with a name.</summary>
public abstract class NamedType : GraphQLType
{
    private protected NamedType(string name, string? description)
    {
        Name = name;
        Description = description;
    }

    /// <summary>Its name in the schema.</summary>
    public string Name { get; }

    /// <summary>Markdown for people.</summary>
    public string? Description { get; internal set; }

    /// <summary>Static cost of a value, null for the default.</summary>
    internal double? Cost { get; set; }

    internal bool IsLeaf => this is ScalarType or EnumType;

    internal bool IsComposite => this is CompositeType;

    internal bool IsAbstract => this is InterfaceType or UnionType;

    /// <inheritdoc/>
    public override string ToString() => Name;
}

internal sealed class ListType(GraphQLType item) : GraphQLType
{
    internal GraphQLType Item { get; } = item;

    public override string ToString() => $"[{Item}]";
}

internal sealed class NonNullType(GraphQLType inner) : GraphQLType
{
    internal GraphQLType Inner { get; } = inner;

    public override string ToString() => $"{Inner}!";
}
