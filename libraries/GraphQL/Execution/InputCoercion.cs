using System.Text.Json;
using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Execution;

/// <summary>
/// Turns literals and JSON into values (specification, "Input Coercion"). Leaves become C# values, lists <c>object?[]</c>, input objects what their type makes of them.
/// </summary>
internal static class InputCoercion
{
    /// <summary>Reads a variable's JSON; what is wrong goes to <paramref name="faults"/> and the result means nothing then.</summary>
    internal static object? FromJson(JsonElement json, GraphQLType type, InputPath? path, InputFaults faults)
    {
        if (type is NonNullType nonNull)
        {
            if (json.ValueKind != JsonValueKind.Null)
            {
                return FromJson(json, nonNull.Inner, path, faults);
            }
            faults.Add(path, $"Expected non-nullable type \"{type}\" not to be null.");
            return null;
        }
        if (json.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        switch (type)
        {
            case ListType list:
                return ListFromJson(json, list, path, faults);
            case InputObjectType input:
                return ObjectFromJson(json, input, path, faults);
            case EnumType enumType:
                return EnumFromJson(json, enumType, path, faults);
            default:
                try
                {
                    return ((ScalarType)type).ParseJson(json);
                }
                catch (Exception e) when (e is FormatException or InvalidOperationException)
                {
                    // InvalidOperation: a JSON string with half a surrogate pair.
                    faults.Add(path, $"Expected type \"{type}\". {e.Message}");
                    return null;
                }
        }
    }

    private static object?[] ListFromJson(JsonElement json, ListType list, InputPath? path, InputFaults faults)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            return [FromJson(json, list.Item, path, faults)];
        }
        var items = new object?[json.GetArrayLength()];
        // One place for all items: a fault writes it down at once.
        var place = new InputPath(path, null);
        foreach (var item in json.EnumerateArray())
        {
            if (faults.IsFull)
            {
                break;
            }
            items[place.Index] = FromJson(item, list.Item, place, faults);
            place.Index++;
        }
        return items;
    }

    private static object? EnumFromJson(JsonElement json, EnumType type, InputPath? path, InputFaults faults)
    {
        if (json.ValueKind == JsonValueKind.String && type.ByName(json.GetString()!) is { } value)
        {
            return value.Value;
        }
        faults.Add(path, json.ValueKind == JsonValueKind.String
            ? $"Value {json.Shown()} does not exist in \"{type}\" enum."
            : $"Enum \"{type}\" cannot represent non-string value: {json.Shown()}.");
        return null;
    }

    private static object? ObjectFromJson(JsonElement json, InputObjectType type, InputPath? path, InputFaults faults)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, $"Expected type \"{type}\" to be an object.");
            return null;
        }
        var before = faults.Count;
        var values = new object?[type.Fields.Count];
        Array.Fill(values, InputObjectType.Missing);
        foreach (var property in json.EnumerateObject())
        {
            if (faults.IsFull)
            {
                break;
            }
            var index = type.IndexOf(property.Name);
            if (index < 0)
            {
                faults.Add(path, $"Field \"{property.Name}\" is not defined by type \"{type}\".");
                continue;
            }
            values[index] = FromJson(property.Value, type.Fields[index].Type, new InputPath(path, property.Name), faults);
        }
        for (var i = 0; i < values.Length; i++)
        {
            var field = type.Fields[i];
            if (ReferenceEquals(values[i], InputObjectType.Missing) && field.IsRequired)
            {
                faults.Add(path, $"Field \"{field.Name}\" of required type \"{field.Type}\" was not provided.");
            }
        }
        if (type.IsOneOf)
        {
            CheckOneOf(type, values, message => faults.Add(path, message));
        }
        return faults.Count > before ? null : Make(type, values, message => faults.Add(path, message));
    }

    private static void CheckOneOf(InputObjectType type, object?[] values, Action<string> fail)
    {
        var given = values.Where(v => !ReferenceEquals(v, InputObjectType.Missing)).ToList();
        if (given.Count != 1)
        {
            fail($"Exactly one key must be specified for OneOf type \"{type}\".");
        }
        else if (given[0] is null)
        {
            fail("Field of a OneOf type must be non-null.");
        }
    }

    /// <summary>Reads a literal, variables among it; false when it is no such value.</summary>
    internal static bool TryFromLiteral(ValueNode literal, GraphQLType type, VariableValues? variables, out object? value)
    {
        value = null;
        if (literal is VariableNode variable)
        {
            // Validation has seen to it that the variable's type fits; only null may be unexpected.
            return variables is not null && variables.TryGet(variable.Name, out value) && !(value is null && type.IsNonNull);
        }
        if (type is NonNullType nonNull)
        {
            return literal is not NullNode && TryFromLiteral(literal, nonNull.Inner, variables, out value);
        }
        if (literal is NullNode)
        {
            return true;
        }
        switch (type)
        {
            case ListType list:
                return TryList(literal, list, variables, out value);
            case InputObjectType input:
                return TryObject(literal, input, variables, out value);
            case EnumType enumType:
                value = literal is EnumNode member ? enumType.ByName(member.Value)?.Value : null;
                return value is not null;
            default:
                return TryScalar(literal, (ScalarType)type, variables, out value);
        }
    }

    private static bool TryScalar(ValueNode literal, ScalarType type, VariableValues? variables, out object? value)
    {
        try
        {
            value = type is AnyScalar any ? any.ParseLiteral(literal, variables) : type.ParseLiteral(literal);
            return true;
        }
        catch (FormatException)
        {
            value = null;
            return false;
        }
    }

    private static bool TryList(ValueNode literal, ListType list, VariableValues? variables, out object? value)
    {
        value = null;
        if (literal is not ListNode { Items: var nodes })
        {
            if (!TryFromLiteral(literal, list.Item, variables, out var single))
            {
                return false;
            }
            value = new[] { single };
            return true;
        }
        var items = new object?[nodes.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var isAbsent = nodes[i] is VariableNode variable && variables?.Has(variable.Name) != true;
            if (isAbsent ? list.Item.IsNonNull : !TryFromLiteral(nodes[i], list.Item, variables, out items[i]))
            {
                return false;
            }
        }
        value = items;
        return true;
    }

    private static bool TryObject(ValueNode literal, InputObjectType type, VariableValues? variables, out object? value)
    {
        value = null;
        if (literal is not ObjectNode { Fields: var nodes })
        {
            return false;
        }
        var values = new object?[type.Fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var field = type.Fields[i];
            var node = nodes.FirstOrDefault(n => n.Name.Value == field.Name)?.Value;
            var isAbsent = node is null || (node is VariableNode variable && variables?.Has(variable.Name) != true);
            values[i] = InputObjectType.Missing;
            if (isAbsent ? field.IsRequired : !TryFromLiteral(node!, field.Type, variables, out values[i]))
            {
                return false;
            }
        }
        var isWrong = nodes.Any(n => type.IndexOf(n.Name.Value) < 0);
        if (type.IsOneOf)
        {
            CheckOneOf(type, values, _ => isWrong = true);
        }
        value = isWrong ? null : Make(type, values, _ => isWrong = true);
        return !isWrong;
    }

    /// <summary>Defaults, conversions, and the C# value.</summary>
    private static object? Make(InputObjectType type, object?[] values, Action<string> fail)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var field = type.Fields[i];
            if (ReferenceEquals(values[i], InputObjectType.Missing))
            {
                if (field.DefaultValue is null || !TryFromLiteral(field.DefaultValue, field.Type, null, out values[i]))
                {
                    continue;
                }
            }
            try
            {
                values[i] = field.Convert is null ? values[i] : field.Convert(values[i]);
            }
            catch (FormatException e)
            {
                fail($"Field \"{field.Name}\": {e.Message}");
                return null;
            }
        }
        return type.Create is { } create ? create(values) : ToDictionary(type, values);
    }

    private static Dictionary<string, object?> ToDictionary(InputObjectType type, object?[] values)
    {
        var made = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < values.Length; i++)
        {
            if (!ReferenceEquals(values[i], InputObjectType.Missing))
            {
                made.Add(type.Fields[i].Name, values[i]);
            }
        }
        return made;
    }
}

/// <summary>What is wrong with a variable's value; gathering ends when there is enough to go by.</summary>
/// <param name="variable">Its name.</param>
/// <param name="location">Of its definition.</param>
/// <param name="errors">All errors of the request.</param>
internal sealed class InputFaults(string variable, Language.SourceLocation location, List<GraphQLError> errors)
{
    // A list of a million faults is one fault too many.
    private const int Enough = 50;

    internal int Count { get; private set; }

    internal bool IsFull => errors.Count >= Enough;

    internal void Add(InputPath? path, string message)
    {
        Count++;
        if (!IsFull)
        {
            var where = path is null ? "" : $" at \"{variable}{path}\"";
            errors.Add(new GraphQLError($"Variable \"${variable}\" got an invalid value{where}; {message}", ErrorCodes.BadUserInput) { Locations = [location] });
        }
    }
}

/// <summary>A place inside a variable's value.</summary>
internal sealed class InputPath(InputPath? parent, string? field)
{
    /// <summary>Of the item, in a list.</summary>
    internal int Index { get; set; }

    public override string ToString() => parent + (field is null ? $"[{Index}]" : $".{field}");
}
