using Microsoft.AspNetCore.Http;

namespace Engagement.GraphQL.Execution;

/// <summary>What a resolver may know about its request and its place in it; taken as a parameter.</summary>
public sealed class ResolverContext
{
    private readonly RequestContext _request;
    private readonly PlannedField _field;
    private readonly ResolverPath? _path;

    internal ResolverContext(RequestContext request, PlannedField field, ResolverPath? path)
    {
        _request = request;
        _field = field;
        _path = path;
    }

    /// <summary>The request's services.</summary>
    public IServiceProvider Services => _request.Services;

    /// <summary>Cancelled when the client goes away or the time is up.</summary>
    public CancellationToken RequestAborted => _request.Aborted;

    /// <summary>The HTTP request, or null outside HTTP.</summary>
    public HttpContext? HttpContext => _request.HttpContext;

    /// <summary>The field's name in the schema.</summary>
    public string FieldName => _field.Definition.Name;

    /// <summary>The field's name in the answer.</summary>
    public string ResponseName => _field.ResponseName;

    /// <summary>Response names and list indexes down to the field.</summary>
    public IReadOnlyList<object> Path => ResolverPath.ToList(_path);

    /// <summary>A value that an interceptor set.</summary>
    /// <exception cref="KeyNotFoundException">None did.</exception>
    public T GetState<T>(string key) => _request.GetState<T>(key);

    /// <summary>A value that an interceptor set, or default.</summary>
    public T? GetStateOrDefault<T>(string key) => _request.State.TryGetValue(key, out var value) ? (T?)value : default;

    /// <summary>Whether the answer will contain a sub-field, by its schema name; nested ones by dots: <c>"edges.node"</c>.</summary>
    public bool IsSelected(string fieldPath) => LookAhead.IsSelected(_request.Schema, _field, fieldPath);

    /// <summary>Whether the answer will contain one of the sub-fields.</summary>
    public bool IsAnySelected(params ReadOnlySpan<string> fieldPaths)
    {
        foreach (var path in fieldPaths)
        {
            if (IsSelected(path))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Adds an error at the field and goes on.</summary>
    public void ReportError(GraphQLError error) =>
        _request.Errors.Add(error with { Locations = _field.Locations, Path = ResolverPath.ToList(_path) });
}

/// <summary>A place in the answer, as a list from the inside outwards.</summary>
/// <param name="Parent">The place around it, or null at the top.</param>
/// <param name="Segment">A response name, or null when it is an item.</param>
/// <param name="Index">Of the item.</param>
internal sealed record ResolverPath(ResolverPath? Parent, string? Segment, int Index)
{
    internal static IReadOnlyList<object> ToList(ResolverPath? path)
    {
        var segments = new List<object>();
        for (var at = path; at is not null; at = at.Parent)
        {
            segments.Add(at.Segment is { } name ? name : at.Index);
        }
        segments.Reverse();
        return segments;
    }
}
