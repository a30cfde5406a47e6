using System.Linq.Expressions;
using System.Reflection;
using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Declaration;

/// <summary>Writing of leaves whose C# type is known, so that no value is boxed. Each method answers whether there was a value.</summary>
internal static class LeafWriters
{
    /// <summary>The call that resolves the leaf and writes it; null: the scalar writes the boxed value.</summary>
    internal static Expression? For(GraphQLType type, Expression value, Expression buffer)
    {
        var underlying = System.Nullable.GetUnderlyingType(value.Type);
        var bare = underlying ?? value.Type;
        if (type is EnumType enumType && bare.IsEnum)
        {
            var names = Activator.CreateInstance(typeof(EnumNames<>).MakeGenericType(bare), enumType)!;
            return Expression.Call(Expression.Constant(names), underlying is null ? "Write" : "WriteNullable", null, buffer, value);
        }
        if (type is not ScalarType scalar || Writer(scalar.Name, bare) is not { } writer)
        {
            return null;
        }
        if (underlying is null)
        {
            return Expression.Call(writer, buffer, value);
        }
        var temporary = Expression.Variable(value.Type, "value");
        return Expression.Block(
            [temporary],
            Expression.Assign(temporary, value),
            Expression.AndAlso(Expression.Property(temporary, "HasValue"), Expression.Call(writer, buffer, Expression.Property(temporary, "Value"))));
    }

    private static MethodInfo? Writer(string scalar, Type type)
    {
        var name = (scalar, type) switch
        {
            ("String" or "ID" or "URL" or "DateTime", _) when type == typeof(string) => nameof(Text),
            ("Int", _) when type == typeof(int) => nameof(Int),
            ("Long", _) when type == typeof(long) => nameof(Long),
            ("Float", _) when type == typeof(double) => nameof(Double),
            ("Float", _) when type == typeof(decimal) => nameof(Decimal),
            ("Boolean", _) when type == typeof(bool) => nameof(Boolean),
            ("DateTime", _) when type == typeof(DateTimeOffset) => nameof(Moment),
            _ => null,
        };
        return name is null ? null : typeof(LeafWriters).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic);
    }

    private static bool Text(ResponseBuffer buffer, string? value)
    {
        if (value is null)
        {
            return false;
        }
        buffer.WriteString(value);
        return true;
    }

    private static bool Int(ResponseBuffer buffer, int value)
    {
        buffer.WriteInt32(value);
        return true;
    }

    private static bool Long(ResponseBuffer buffer, long value)
    {
        buffer.WriteInt64(value);
        return true;
    }

    private static bool Double(ResponseBuffer buffer, double value) =>
        buffer.TryWriteDouble(value) ? true : throw new FormatException($"Float cannot represent the value {value}.");

    private static bool Decimal(ResponseBuffer buffer, decimal value) => Double(buffer, (double)value);

    private static bool Boolean(ResponseBuffer buffer, bool value)
    {
        buffer.WriteBoolean(value);
        return true;
    }

    private static bool Moment(ResponseBuffer buffer, DateTimeOffset value)
    {
        buffer.WriteDateTime(value);
        return true;
    }
}

/// <summary>The JSON names of a C# enum's members.</summary>
internal sealed class EnumNames<T>(EnumType type)
    where T : struct, Enum
{
    private readonly Dictionary<T, byte[]> _names = type.Values.ToDictionary(v => (T)v.Value, v => v.Json);

    internal bool Write(ResponseBuffer buffer, T value)
    {
        if (!_names.TryGetValue(value, out var name))
        {
            throw new FormatException($"Enum \"{type.Name}\" cannot represent value: {value}");
        }
        buffer.WriteRaw(name);
        return true;
    }

    internal bool WriteNullable(ResponseBuffer buffer, T? value) => value is { } given && Write(buffer, given);
}
