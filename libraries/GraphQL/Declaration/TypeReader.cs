using System.Reflection;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Declaration;

/// <summary>Reads C# types as GraphQL type references: lists, nullability, tasks.</summary>
internal sealed class TypeReader(TypeCatalog catalog)
{
    private readonly NullabilityInfoContext _nullability = new();

    internal GraphQLType Output(PropertyInfo property) => Read(property.PropertyType, _nullability.Create(property), NameOf(property), isInput: false);

    internal GraphQLType Output(MethodInfo method)
    {
        var (type, info) = (method.ReturnType, _nullability.Create(method.ReturnParameter));
        if (TaskResult(type) is { } result)
        {
            (type, info) = (result, info.GenericTypeArguments[0]);
        }
        return Read(type, info, NameOf(method), isInput: false);
    }

    internal GraphQLType Input(PropertyInfo property) => Read(property.PropertyType, _nullability.Create(property), NameOf(property), isInput: true);

    internal GraphQLType Input(ParameterInfo parameter) => Read(parameter.ParameterType, _nullability.Create(parameter), NameOf(parameter), isInput: true);

    /// <summary>The result of <c>Task&lt;T&gt;</c> or <c>ValueTask&lt;T&gt;</c>, or null for other types.</summary>
    internal static Type? TaskResult(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            ? type.GetGenericArguments()[0]
            : null;

    /// <summary>The items' type of a list, or null for what is no list.</summary>
    internal static Type? ItemType(Type type)
    {
        if (type == typeof(string))
        {
            return null;
        }
        if (type.IsArray)
        {
            return type.GetElementType();
        }
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        {
            return type.GetGenericArguments()[0];
        }
        return type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
    }

    private GraphQLType Read(Type type, NullabilityInfo? info, string? name, bool isInput)
    {
        var underlying = System.Nullable.GetUnderlyingType(type);
        var isNullable = underlying is not null || (!type.IsValueType && info?.ReadState != NullabilityState.NotNull);
        var bare = underlying ?? type;
        GraphQLType read;
        if (ItemType(bare) is { } item && catalog.ScalarOf(bare) is null)
        {
            read = Read(item, info?.ElementType ?? (info?.GenericTypeArguments is [var argument] ? argument : null), name, isInput).List;
        }
        else
        {
            read = name is not null ? catalog.Named(name) : isInput ? catalog.Input(bare) : catalog.Output(bare);
        }
        return isNullable ? read : read.NonNull;
    }

    private static string? NameOf(ICustomAttributeProvider member)
    {
        if (member.IsDefined(typeof(IDAttribute), true))
        {
            return BuiltInScalars.Id.Name;
        }
        return member.GetCustomAttributes(typeof(GraphQLTypeAttribute), true) is [GraphQLTypeAttribute type, ..] ? type.TypeName : null;
    }
}
