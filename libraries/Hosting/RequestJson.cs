using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Hosting;

/// <summary>
/// A JSON body holds what its C# type promises: no null, and no list with a null in it, where the type has none. Otherwise it is the
/// caller's fault
/// (400) and not ours.
/// </summary>
internal static class RequestJson
{
    internal static void AddRequestJson(this IServiceCollection services) => services.Configure<JsonOptions>(options =>
    {
        var resolver = options.SerializerOptions.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver();
        options.SerializerOptions.TypeInfoResolver = resolver.WithAddedModifier(Check);
    });

    private static void Check(JsonTypeInfo type)
    {
        var isOurs = type.Type.Assembly.GetName().Name?.StartsWith("Engagement.", StringComparison.Ordinal) == true;
        if (type.Kind != JsonTypeInfoKind.Object || !isOurs)
        {
            return;
        }

        var nullability = new NullabilityInfoContext();
        var promises = type.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .Where(property => !property.PropertyType.IsValueType)
            .Select(property => (Property: property, Info: nullability.Create(property)))
            .ToArray();
        type.OnDeserialized = value =>
        {
            foreach (var (property, info) in promises)
            {
                if (!IsKept(info, property.GetValue(value)))
                {
                    throw new JsonException($"\"{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}\" is missing, or holds null.");
                }
            }
        };
    }

    private static bool IsKept(NullabilityInfo promise, object? value) => value switch
    {
        null => promise.ReadState != NullabilityState.NotNull,
        string => true,
        // Objects in it have kept their own promises when they were read.
        IDictionary map when promise.GenericTypeArguments is [_, var of] => AreKept(of, map.Values),
        IEnumerable list when (promise.ElementType ?? promise.GenericTypeArguments.SingleOrDefault()) is { } of => AreKept(of, list),
        _ => true,
    };

    private static bool AreKept(NullabilityInfo promise, IEnumerable items) => items.Cast<object?>().All(item => IsKept(promise, item));
}
