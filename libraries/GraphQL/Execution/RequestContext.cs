using Engagement.GraphQL.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.GraphQL.Execution;

/// <summary>What belongs to one request while it is executed.</summary>
internal sealed class RequestContext(Schema schema, IServiceProvider services, GraphQLOptions options, CancellationToken aborted)
{
    private readonly Dictionary<Type, object> _instances = [];

    internal Schema Schema { get; } = schema;

    internal IServiceProvider Services { get; } = services;

    internal GraphQLOptions Options { get; } = options;

    internal CancellationToken Aborted { get; } = aborted;

    internal HttpContext? HttpContext { get; init; }

    internal IReadOnlyDictionary<string, object?> State { get; init; } = EmptyState;

    internal Func<Exception, GraphQLError?>? ErrorMapper { get; init; }

    internal RequestLoop? Loop { get; set; }

    internal List<GraphQLError> Errors { get; } = [];

    private static readonly Dictionary<string, object?> EmptyState = [];

    /// <summary>The request's instance of a resolver class or data loader.</summary>
    internal T Instance<T>()
        where T : class
    {
        if (_instances.TryGetValue(typeof(T), out var known))
        {
            return (T)known;
        }
        var made = (typeof(DataLoader).IsAssignableFrom(typeof(T)) ? null : Services.GetService<T>()) ?? ActivatorUtilities.CreateInstance<T>(Services);
        if (made is DataLoader loader)
        {
            loader.Attach(Loop ??= new RequestLoop(Aborted));
        }
        _instances.Add(typeof(T), made);
        return made;
    }

    internal T Service<T>()
        where T : notnull => Services.GetRequiredService<T>();

    internal T GetState<T>(string key) => State.TryGetValue(key, out var value)
        ? (T)value!
        : throw new KeyNotFoundException($"No interceptor set the request's state \"{key}\".");
}
