using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engagement.GraphQL.Tests.Differential;

/// <summary>Our engine over the same SDL and data, with the same rules for resolvers as oracle.mjs.</summary>
public sealed class Subject
{
    private readonly GraphQLExecutor _executor;
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly object? _root;

    public Subject(string sdl, JsonNode data)
    {
        _root = Plain(data);
        Schema = new SdlSchemaBuilder(Bind, value => (value as Dictionary<string, object?>)?.GetValueOrDefault("__typename") as string).Build(sdl);
        var options = new GraphQLOptions
        {
            MaxDepth = 1000,
            MaxIntrospectionDepth = 1000,
            MaxAliases = 100_000,
            MaxDirectives = 100_000,
            MaxTokens = 1_000_000,
            MaxCharacters = 10_000_000,
            MaxCost = 1e12,
            CostInExtensions = false,
            DocumentCacheSize = 10,
        };
        _executor = new GraphQLExecutor(Schema, options, new PersistedDocuments(), NullLogger.Instance);
    }

    internal Schema Schema { get; }

    public async Task<JsonNode> Ask(JsonObject request)
    {
        using var response = await _executor.Execute(
            new GraphQLRequest
            {
                Query = (string?)request["query"],
                OperationName = (string?)request["operationName"],
                Variables = request["variables"] is { } variables ? JsonElement.Parse(variables.ToJsonString()) : null,
            },
            _services);
        return JsonNode.Parse(response.Json.Span)!;
    }

    private void Bind(ObjectType type, FieldDefinition field)
    {
        var isRoot = type.Name is "Query" or "Mutation" or "Subscription";
        if (field.Name.EndsWith("Later", StringComparison.Ordinal))
        {
            field.ResolveAsync = async (_, parent, arguments, _) =>
            {
                await Task.Yield();
                return Read(field, isRoot ? _root : parent, arguments);
            };
        }
        else
        {
            field.Resolve = (_, parent, arguments, _) => Read(field, isRoot ? _root : parent, arguments);
        }
    }

    private static object? Read(FieldDefinition field, object? parent, object?[] arguments)
    {
        if (field.Name.StartsWith("echo", StringComparison.Ordinal))
        {
            return Echo(field, arguments);
        }
        var value = (parent as Dictionary<string, object?>)?.GetValueOrDefault(field.Name);
        return value is Dictionary<string, object?> fields && fields.TryGetValue("$error", out var message)
            ? throw new GraphQLException((string)message!, "TEST")
            : value;
    }

    private static string Echo(FieldDefinition field, object?[] arguments)
    {
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!ReferenceEquals(arguments[i], InputObjectType.Missing))
            {
                given.Add(field.Arguments[i].Name, arguments[i]);
            }
        }
        using var buffer = new ResponseBuffer();
        JsonValueWriter.Write(buffer, given);
        return Encoding.UTF8.GetString(buffer.Written);
    }

    private static object? Plain(JsonNode? node) => node switch
    {
        null => null,
        JsonObject fields => fields.ToDictionary(f => f.Key, f => Plain(f.Value), StringComparer.Ordinal),
        JsonArray items => items.Select(Plain).ToArray(),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => value.TryGetValue<int>(out var number) ? number : value.TryGetValue<long>(out var large) ? large : value.GetValue<double>(),
        },
        _ => throw new InvalidOperationException(),
    };
}
