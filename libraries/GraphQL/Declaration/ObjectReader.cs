using System.Reflection;
using System.Runtime.CompilerServices;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Declaration;

/// <summary>Reads the fields and interfaces of composite types from C# types and their resolver classes.</summary>
internal sealed class ObjectReader(TypeCatalog catalog, TypeReader types, ResolverCompiler resolvers, IReadOnlyList<Extension> extensions)
{
    internal void Fill(Type runtime, ObjectType target)
    {
        var isRoot = target.RuntimeType is null;
        var own = extensions.Where(e => e.Target == runtime || e.TargetName == target.Name).ToList();
        if (own.All(e => e.Fields == FieldBinding.Implicit) && runtime.GetCustomAttribute<ObjectTypeAttribute>()?.Fields != FieldBinding.Explicit)
        {
            Put(target, runtime, isRoot ? null : runtime);
        }
        foreach (var extension in own)
        {
            if (extension.Describes)
            {
                // What a resolver class says of itself describes the type only where the type says nothing, or where it is meant to.
                target.Description = extension.Class.GetCustomAttribute<GraphQLDescriptionAttribute>()?.Description ?? target.Description ?? XmlDocs.Of(extension.Class);
            }
            Put(target, extension.Class, isRoot ? null : runtime);
        }
        if (!isRoot)
        {
            Implement(runtime, target, own.SelectMany(e => e.Implements));
        }
    }

    /// <summary>Fields of an interface have no resolvers: the objects' are called.</summary>
    internal void Fill(Type runtime, InterfaceType target)
    {
        foreach (var property in Members(runtime).OfType<PropertyInfo>())
        {
            target.Put(new FieldDefinition(Naming.Field(property), types.Output(property))
            {
                Description = XmlDocs.Of(property),
                DeprecationReason = Naming.Deprecation(property),
            });
        }
        target.Interfaces.AddRange(Bases(runtime).Where(b => b.IsDefined(typeof(InterfaceTypeAttribute), false)).Select(b => (InterfaceType)catalog.Output(b)));
    }

    private void Implement(Type runtime, ObjectType target, IEnumerable<Type> declared)
    {
        var more = runtime.GetCustomAttribute<ObjectTypeAttribute>()?.Implements ?? [];
        foreach (var type in Bases(runtime).Concat(more).Concat(declared).SelectMany(t => Bases(t).Prepend(t)).Distinct())
        {
            if (type.IsDefined(typeof(InterfaceTypeAttribute), false))
            {
                target.Interfaces.Add((InterfaceType)catalog.Output(type));
            }
            else if (type.IsDefined(typeof(UnionTypeAttribute), false))
            {
                ((UnionType)catalog.Output(type)).Members.Add(target);
            }
        }
    }

    private void Put(ObjectType target, Type source, Type? parentType)
    {
        foreach (var member in Members(source))
        {
            target.Put(resolvers.Compile(member, parentType));
        }
    }

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var b = type.BaseType; b is not null && b != typeof(object); b = b.BaseType)
        {
            yield return b;
        }
        foreach (var i in type.GetInterfaces())
        {
            yield return i;
        }
    }

    /// <summary>Public properties and methods in order of declaration, without what the compiler and <see cref="object"/> bring.</summary>
    private static IEnumerable<MemberInfo> Members(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy)
        .Where(m => m.DeclaringType != typeof(object) && m.DeclaringType != typeof(ValueType))
        .Where(m => !m.IsDefined(typeof(GraphQLIgnoreAttribute)) && IsField(type, m))
        .OrderBy(m => Depth(m.DeclaringType!)).ThenBy(m => m.MetadataToken);

    private static bool IsField(Type type, MemberInfo member) => member switch
    {
        PropertyInfo property => property.GetMethod is { IsPublic: true } getter && property.GetIndexParameters().Length == 0 && (!getter.IsStatic || IsResolverClass(type)),
        MethodInfo method => !method.IsSpecialName && !method.IsGenericMethod && method.ReturnType != typeof(void) && method.ReturnType != typeof(Task)
            && (!method.IsStatic || IsResolverClass(type))
            && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && method.Name is not ("ToString" or "Equals" or "GetHashCode" or "Deconstruct" or "CompareTo" or "<Clone>$" or "Dispose"),
        _ => false,
    };

    private static bool IsResolverClass(Type type) => (type.IsAbstract && type.IsSealed) || type.IsDefined(typeof(ExtendObjectTypeAttribute)) || type.IsDefined(typeof(ObjectTypeAttribute));

    private static int Depth(Type type) => type.BaseType is null ? 0 : 1 + Depth(type.BaseType);
}

/// <summary>A resolver class and what it extends.</summary>
internal sealed record Extension(Type Class, Type? Target, string? TargetName)
{
    internal FieldBinding Fields { get; init; }

    internal IReadOnlyList<Type> Implements { get; init; } = [];

    /// <summary>Whether its description is the object type's.</summary>
    internal bool Describes { get; init; }

    internal static Extension Of(Type type)
    {
        if (type.GetCustomAttribute<ObjectTypeAttribute>() is { RuntimeType: not null } objectType)
        {
            return new Extension(type, objectType.RuntimeType, null) { Fields = objectType.Fields, Implements = objectType.Implements, Describes = true };
        }
        var extend = type.GetCustomAttribute<ExtendObjectTypeAttribute>()
            ?? throw new SchemaException($"{type} is added as a type extension but has neither [ExtendObjectType] nor [ObjectType<T>].");
        return new Extension(type, extend.ExtendsType, extend.Name);
    }
}
