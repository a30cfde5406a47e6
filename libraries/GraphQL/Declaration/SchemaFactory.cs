using System.Reflection;
using Engagement.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.GraphQL.Declaration;

/// <summary>Makes the schema from the declared C# types, once, at start.</summary>
internal static class SchemaFactory
{
    internal static Schema Create(GraphQLServerBuilder declared, IServiceProviderIsService? services)
    {
        var queryClass = declared.Query ?? throw new SchemaException("There is no query type. Call AddQueryType<T>().");
        var catalog = new TypeCatalog(declared.Scalars);
        var extensions = declared.Extensions.Select(Extension.Of).ToList();
        foreach (var extension in extensions.Where(e => e.Describes && e.Class.IsDefined(typeof(GraphQLNameAttribute))))
        {
            catalog.Rename(extension.Target!, extension.Class.GetCustomAttribute<GraphQLNameAttribute>()!.Name);
        }

        var types = new TypeReader(catalog);
        var objects = new ObjectReader(catalog, types, new ResolverCompiler(types, services), extensions);
        var inputs = new InputObjectReader(types);

        var query = catalog.Root(queryClass, OperationTypeNames.Query);
        var mutation = declared.Mutation is null ? null : catalog.Root(declared.Mutation, OperationTypeNames.Mutation);
        foreach (var type in declared.ExtraTypes.Concat(extensions.Where(e => e.Target is not null).Select(e => e.Target!)))
        {
            catalog.Output(type);
        }
        while (catalog.Unfinished.TryDequeue(out var next))
        {
            Fill(next.Runtime, next.Type, objects, inputs);
        }
        CheckTargets(extensions, catalog);
        return SchemaAssembler.Assemble(catalog.Types, CostDirectives.UsedBy([.. catalog.Types]), query, mutation);
    }

    private static void Fill(Type runtime, NamedType type, ObjectReader objects, InputObjectReader inputs)
    {
        switch (type)
        {
            case ObjectType objectType:
                objects.Fill(runtime, objectType);
                break;
            case InterfaceType interfaceType:
                objects.Fill(runtime, interfaceType);
                break;
            case InputObjectType input:
                inputs.Fill(runtime, input);
                break;
        }
    }

    private static void CheckTargets(List<Extension> extensions, TypeCatalog catalog)
    {
        var lost = extensions.Where(e => e.TargetName is not null && catalog.Types.All(t => t.Name != e.TargetName)).ToList();
        if (lost.Count > 0)
        {
            throw new SchemaException([.. lost.Select(e => $"{e.Class} extends {e.TargetName}, which no type of the schema is called.")]);
        }
    }
}
