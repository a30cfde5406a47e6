using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Declaration;

/// <summary>
/// Turns coerced values into the C# type of a parameter or property: arrays of objects into typed collections, ids into what the code takes.
/// Made once at start.
/// </summary>
internal static class InputConverters
{
    /// <summary>Null where the coerced value already has the type.</summary>
    internal static Func<object?, object?>? Make(GraphQLType type, Type target)
    {
        var bare = System.Nullable.GetUnderlyingType(target) ?? target;
        return type.Nullable switch
        {
            ListType list => MakeList(list, bare),
            ScalarType scalar => MakeScalar(scalar, bare),
            _ => null,
        };
    }

    private static Func<object?, object?> MakeList(ListType list, Type target)
    {
        var item = TypeReader.ItemType(target) ?? throw new SchemaException($"{target} cannot hold a list.");
        return (Func<object?, object?>)typeof(InputConverters).GetMethod(nameof(ListConverter), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(item).Invoke(null, [Make(list.Item, item), target])!;
    }

    private static Func<object?, object?> ListConverter<T>(Func<object?, object?>? convert, Type target)
    {
        var finish = Collection<T>(target);
        return value =>
        {
            if (value is not object?[] items)
            {
                return null;
            }
            var typed = new T[items.Length];
            for (var i = 0; i < items.Length; i++)
            {
                typed[i] = (T)(convert is null || items[i] is null ? items[i] : convert(items[i]))!;
            }
            return finish(typed);
        };
    }

    private static Func<T[], object> Collection<T>(Type target)
    {
        if (target.IsAssignableFrom(typeof(T[])))
        {
            return static items => items;
        }
        if (target.IsAssignableFrom(typeof(List<T>)))
        {
            return static items => new List<T>(items);
        }
        if (target.IsAssignableFrom(typeof(HashSet<T>)))
        {
            return static items => new HashSet<T>(items);
        }
        return target == typeof(ImmutableArray<T>)
            ? static items => ImmutableArray.Create(items)
            : throw new SchemaException($"{target} cannot be an input list: use IReadOnlyList<T>, an array, List<T>, HashSet<T> or ImmutableArray<T>.");
    }

    private static Func<object?, object?>? MakeScalar(ScalarType scalar, Type target)
    {
        if (target.IsAssignableFrom(scalar.ValueType))
        {
            return null;
        }
        if (target == typeof(Guid))
        {
            return value => value is null ? null : Guid.TryParse((string)value, out var id) ? id : throw new FormatException($"\"{value}\" is not an identifier.");
        }
        if (target == typeof(DateTime))
        {
            return static value => value is DateTimeOffset moment ? moment.UtcDateTime : value;
        }
        if (target == typeof(string))
        {
            return static value => value is Uri uri ? uri.OriginalString : System.Convert.ToString(value, CultureInfo.InvariantCulture);
        }
        return value => value is null ? null : ChangeType(value, target);
    }

    private static object ChangeType(object value, Type target)
    {
        try
        {
            return System.Convert.ChangeType(value, target, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is OverflowException or FormatException)
        {
            throw new FormatException($"\"{value}\" is out of range.", e);
        }
    }
}
