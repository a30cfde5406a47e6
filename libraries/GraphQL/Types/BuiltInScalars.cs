using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Types;

/// <summary>The scalars that every schema has.</summary>
internal static class BuiltInScalars
{
    internal static readonly ScalarType Int = new IntScalar();
    internal static readonly ScalarType Float = new FloatScalar();
    internal static readonly ScalarType String = new StringScalar();
    internal static readonly ScalarType Boolean = new BooleanScalar();
    internal static readonly ScalarType Id = new IdScalar();

    internal static readonly IReadOnlyList<ScalarType> All = [Int, Float, String, Boolean, Id];

    internal static bool IsBuiltIn(ScalarType type) => All.Contains(type);

    private sealed class IntScalar()
        : ScalarType("Int", "The `Int` scalar type represents non-fractional signed whole numeric values. Int can represent values between -(2^31) and 2^31 - 1.", null)
    {
        internal override IReadOnlyList<Type> RuntimeTypes { get; } = [typeof(int), typeof(short), typeof(byte), typeof(sbyte), typeof(ushort)];

        internal override Type ValueType => typeof(int);

        internal override object ParseLiteral(ValueNode literal) => literal switch
        {
            IntNode number when int.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
            IntNode number => throw new FormatException($"Int cannot represent non 32-bit signed integer value: {number.Shown()}"),
            _ => throw new FormatException($"Int cannot represent non-integer value: {literal.Shown()}"),
        };

        internal override object ParseJson(JsonElement json)
        {
            if (json.ValueKind == JsonValueKind.Number)
            {
                if (json.TryGetInt32(out var value))
                {
                    return value;
                }
                if (json.TryGetDouble(out var real) && real == Math.Floor(real))
                {
                    return real is >= int.MinValue and <= int.MaxValue
                        ? (int)real
                        : throw new FormatException($"Int cannot represent non 32-bit signed integer value: {json.Shown()}");
                }
            }
            throw new FormatException($"Int cannot represent non-integer value: {json.Shown()}");
        }

        internal override void Write(ResponseBuffer buffer, object value) => buffer.WriteInt64(value switch
        {
            int number => number,
            long number and >= int.MinValue and <= int.MaxValue => number,
            short or byte or sbyte or ushort => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
            bool flag => flag ? 1 : 0,
            double number and >= int.MinValue and <= int.MaxValue when number == Math.Floor(number) => (long)number,
            _ => throw new FormatException($"Int cannot represent the value {value}."),
        });

        internal override ValueNode ToLiteral(object value) => new IntNode(System.Convert.ToString(value, CultureInfo.InvariantCulture)!);
    }

    private sealed class FloatScalar()
        : ScalarType("Float", "The `Float` scalar type represents signed double-precision fractional values as specified by [IEEE 754](https://en.wikipedia.org/wiki/IEEE_floating_point).", null)
    {
        internal override IReadOnlyList<Type> RuntimeTypes { get; } = [typeof(double), typeof(float), typeof(decimal)];

        internal override Type ValueType => typeof(double);

        internal override object ParseLiteral(ValueNode literal)
        {
            var text = (literal as IntNode)?.Text ?? (literal as FloatNode)?.Text
                ?? throw new FormatException($"Float cannot represent non numeric value: {literal.Shown()}");
            return Finite(double.Parse(text, CultureInfo.InvariantCulture), literal.Shown());
        }

        internal override object ParseJson(JsonElement json) => json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var value)
            ? Finite(value, json.Shown())
            : throw new FormatException($"Float cannot represent non numeric value: {json.Shown()}");

        internal override void Write(ResponseBuffer buffer, object value)
        {
            var number = value switch
            {
                double real => real,
                float or decimal or int or long or short or byte => System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
                bool flag => flag ? 1 : 0,
                _ => double.NaN,
            };
            if (!buffer.TryWriteDouble(number))
            {
                throw new FormatException($"Float cannot represent the value {value}.");
            }
        }

        internal override ValueNode ToLiteral(object value)
        {
            var text = System.Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
            return text.AsSpan().ContainsAny('.', 'E') ? new FloatNode(text) : new IntNode(text);
        }

        private static double Finite(double value, string text) =>
            double.IsFinite(value) ? value : throw new FormatException($"Float cannot represent non numeric value: {text}");
    }

    private sealed class StringScalar()
        : ScalarType("String", "The `String` scalar type represents textual data, represented as UTF-8 character sequences. The String type is most often used by GraphQL to represent free-form human-readable text.", null)
    {
        internal override IReadOnlyList<Type> RuntimeTypes { get; } = [typeof(string), typeof(char)];

        internal override Type ValueType => typeof(string);

        internal override object ParseLiteral(ValueNode literal) => literal is StringNode text
            ? text.Value
            : throw new FormatException($"String cannot represent a non string value: {literal.Shown()}");

        internal override object ParseJson(JsonElement json) => json.ValueKind == JsonValueKind.String
            ? json.GetString()!
            : throw new FormatException($"String cannot represent a non string value: {json.Shown()}");

        internal override void Write(ResponseBuffer buffer, object value) => buffer.WriteString(value switch
        {
            string text => text,
            bool flag => flag ? "true" : "false",
            char or int or long or double or decimal => System.Convert.ToString(value, CultureInfo.InvariantCulture)!,
            _ => throw new FormatException($"String cannot represent a value of type {value.GetType().Name}."),
        });

        internal override ValueNode ToLiteral(object value) => new StringNode(value.ToString()!);
    }

    private sealed class BooleanScalar() : ScalarType("Boolean", "The `Boolean` scalar type represents `true` or `false`.", null)
    {
        internal override IReadOnlyList<Type> RuntimeTypes { get; } = [typeof(bool)];

        internal override Type ValueType => typeof(bool);

        internal override object ParseLiteral(ValueNode literal) => literal is BooleanNode flag
            ? flag.Value
            : throw new FormatException($"Boolean cannot represent a non boolean value: {literal.Shown()}");

        internal override object ParseJson(JsonElement json) => json.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new FormatException($"Boolean cannot represent a non boolean value: {json.Shown()}"),
        };

        internal override void Write(ResponseBuffer buffer, object value) => buffer.WriteBoolean(value switch
        {
            bool flag => flag,
            int or long or double => System.Convert.ToDouble(value, CultureInfo.InvariantCulture) != 0,
            _ => throw new FormatException($"Boolean cannot represent a non boolean value: {value}"),
        });

        internal override ValueNode ToLiteral(object value) => new BooleanNode((bool)value);
    }

    private sealed class IdScalar()
        : ScalarType("ID", "The `ID` scalar type represents a unique identifier, often used to refetch an object or as key for a cache. The ID type appears in a JSON response as a String; however, it is not intended to be human-readable. When expected as an input type, any string (such as `\"4\"`) or integer (such as `4`) input value will be accepted as an ID.", null)
    {
        internal override Type ValueType => typeof(string);

        internal override object ParseLiteral(ValueNode literal) => literal switch
        {
            StringNode text => text.Value,
            IntNode number => number.Text,
            _ => throw new FormatException($"ID cannot represent a non-string and non-integer value: {literal.Shown()}"),
        };

        internal override object ParseJson(JsonElement json)
        {
            if (json.ValueKind == JsonValueKind.String)
            {
                return json.GetString()!;
            }
            if (json.ValueKind == JsonValueKind.Number && BigInteger.TryParse(json.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                return json.GetRawText();
            }
            throw new FormatException($"ID cannot represent value: {json.Shown()}");
        }

        internal override void Write(ResponseBuffer buffer, object value) => buffer.WriteString(value switch
        {
            string text => text,
            Guid or int or long or short => System.Convert.ToString(value, CultureInfo.InvariantCulture)!,
            double number when number == Math.Floor(number) => number.ToString("F0", CultureInfo.InvariantCulture),
            IFormattable other and not (double or float or decimal) => other.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new FormatException($"ID cannot represent the value {value}."),
        });

        internal override ValueNode ToLiteral(object value) => new StringNode(System.Convert.ToString(value, CultureInfo.InvariantCulture)!);
    }
}
