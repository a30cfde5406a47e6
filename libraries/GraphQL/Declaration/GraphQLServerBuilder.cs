using System.Reflection;
using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.GraphQL.Declaration;

/// <summary>Collects the C# types that make up the schema; got from <c>services.AddGraphQLServer()</c>.</summary>
public sealed class GraphQLServerBuilder
{
    internal GraphQLServerBuilder(IServiceCollection services) => Services = services;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    internal Type? Query { get; private set; }

    internal Type? Mutation { get; private set; }

    internal List<Type> Extensions { get; } = [];

    internal List<Type> ExtraTypes { get; } = [];

    internal List<ScalarType> Scalars { get; } = [];

    internal List<Func<HttpContext, GraphQLRequestBuilder, ValueTask>> Interceptors { get; } = [];

    internal Func<Exception, GraphQLError?>? ErrorMapper { get; private set; }

    /// <summary>The root of queries: public methods and properties of <typeparamref name="T"/> are its fields. The class may be empty and filled by extensions.</summary>
    public GraphQLServerBuilder AddQueryType<T>() where T : class
    {
        Query = typeof(T);
        return this;
    }

    /// <summary>The root of mutations, executed one after the other.</summary>
    public GraphQLServerBuilder AddMutationType<T>() where T : class
    {
        Mutation = typeof(T);
        return this;
    }

    /// <summary>Adds a class marked <see cref="ExtendObjectTypeAttribute"/> or <see cref="ObjectTypeAttribute{T}"/>.</summary>
    public GraphQLServerBuilder AddTypeExtension<T>() where T : class => AddTypeExtension(typeof(T));

    /// <summary>Adds a class marked <see cref="ExtendObjectTypeAttribute"/> or <see cref="ObjectTypeAttribute{T}"/>; for static classes.</summary>
    public GraphQLServerBuilder AddTypeExtension(Type type)
    {
        Extensions.Add(type);
        return this;
    }

    /// <summary>Adds every class of an assembly that is marked <see cref="ExtendObjectTypeAttribute"/> or <see cref="ObjectTypeAttribute{T}"/>, in order of names.</summary>
    public GraphQLServerBuilder AddTypeExtensions(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            if (type.IsDefined(typeof(ExtendObjectTypeAttribute)) || type.GetCustomAttribute<ObjectTypeAttribute>()?.RuntimeType is not null)
            {
                Extensions.Add(type);
            }
        }
        return this;
    }

    /// <summary>Adds a type that no field names, for example an object type only reached through an interface.</summary>
    public GraphQLServerBuilder AddType<T>() => AddType(typeof(T));

    /// <summary>Adds a type that no field names.</summary>
    public GraphQLServerBuilder AddType(Type type)
    {
        ExtraTypes.Add(type);
        return this;
    }

    /// <summary>Adds a custom scalar, or replaces a built-in of the same name.</summary>
    public GraphQLServerBuilder AddScalar(ScalarType scalar)
    {
        Scalars.Add(scalar);
        return this;
    }

    /// <summary>Registers a data loader: one instance per request, its dependencies from the request's services.</summary>
    public GraphQLServerBuilder AddDataLoader<T>() where T : DataLoader
    {
        // Created through the request, which batches it; a registration only makes the parameter known as a service.
        Services.AddScoped<T>();
        return this;
    }

    /// <summary>Runs before each HTTP request: sets state that resolvers read, refuses by <see cref="GraphQLException"/>.</summary>
    public GraphQLServerBuilder AddHttpRequestInterceptor(Func<HttpContext, GraphQLRequestBuilder, ValueTask> interceptor)
    {
        Interceptors.Add(interceptor);
        return this;
    }

    /// <summary>Turns exceptions of resolvers into errors; null leaves the default: a bland message with code <c>INTERNAL_ERROR</c>, the exception logged.</summary>
    public GraphQLServerBuilder AddErrorFilter(Func<Exception, GraphQLError?> mapper)
    {
        ErrorMapper = mapper;
        return this;
    }

    /// <summary>Changes limits and modes in code; they also bind from the configuration section <c>GraphQL</c>.</summary>
    public GraphQLServerBuilder ModifyOptions(Action<GraphQLOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }
}
