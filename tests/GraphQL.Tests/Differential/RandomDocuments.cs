using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Tests.Differential;

/// <summary>Makes documents that mostly fit a schema, with every feature of the language, and spoils some. Counts what it used.</summary>
internal sealed class RandomDocuments(Schema schema, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<(string Name, string Type, JsonNode? Value, string? Default)> _variables = [];
    private readonly Dictionary<string, string> _fragments = [];
    private JsonObject _values = [];
    private int _budget;

    internal SortedDictionary<string, int> Features { get; } = new(StringComparer.Ordinal);

    internal JsonObject Next()
    {
        _variables.Clear();
        _fragments.Clear();
        _values = [];
        _budget = 60;
        var (keyword, root) = Chance(12) ? ("mutation", schema.Mutation!) : ("query", schema.Query);
        Use(keyword);
        var selections = Selections(root, 0);
        var text = new StringBuilder();
        if (Chance(5))
        {
            text.Append("\"described\" ");
            Use("description");
        }
        text.Append(keyword).Append(Chance(50) ? " Op" : "");
        if (_variables.Count > 0)
        {
            text.Append('(').AppendJoin(' ', _variables.Select(v => $"${v.Name}: {v.Type}{(v.Default is null ? "" : " = " + v.Default)}")).Append(')');
        }
        text.Append(selections);
        foreach (var fragment in _fragments.Values)
        {
            text.Append(' ').Append(fragment);
        }
        var document = text.ToString();
        if (Chance(15))
        {
            document = Spoil(document);
        }
        return new JsonObject { ["query"] = document, ["variables"] = _values };
    }

    private string Selections(CompositeType type, int depth)
    {
        var parts = new List<string>();
        var count = _random.Next(1, 5);
        for (var i = 0; i < count && _budget > 0; i++)
        {
            _budget--;
            parts.Add(_random.Next(100) switch
            {
                < 12 => Inline(type, depth),
                < 20 => Spread(type, depth),
                < 24 => TypeName(),
                _ => type is FieldsType fields ? Field(fields, depth) : Inline(type, depth),
            });
        }
        return parts.Count == 0 ? "{ __typename }" : $"{{ {string.Join(' ', parts)} }}";
    }

    private string TypeName()
    {
        Use("__typename");
        return "__typename";
    }

    private string Field(FieldsType type, int depth)
    {
        if (ReferenceEquals(type, schema.Query) && Chance(3))
        {
            Use("introspection");
            return "__type(name: \"" + Pick(schema.Types.Where(t => !t.Name.StartsWith("__Directive", StringComparison.Ordinal)).ToList()).Name + "\") { kind name fields(includeDeprecated: true) { name type { name kind ofType { name } } } }";
        }
        if (Chance(1))
        {
            Use("unknown field");
            return "unknownField";
        }
        var candidates = depth > 4 ? type.Fields.Where(f => f.Type.Named.IsLeaf).ToList() : type.Fields;
        var field = Pick(candidates.Count > 0 ? candidates : type.Fields);
        var text = new StringBuilder();
        if (Chance(20))
        {
            text.Append("abcd"[_random.Next(4)]).Append(": ");
            Use("alias");
        }
        text.Append(field.Name).Append(Arguments(field)).Append(Directives("@onField"));
        Use(field.IsAsync ? "asynchronous field" : "field");
        if (field.Type.Named is CompositeType composite)
        {
            Use(composite is UnionType ? "union" : composite is InterfaceType ? "interface" : "object");
            text.Append(' ').Append(Selections(composite, depth + 1));
        }
        return text.ToString();
    }

    private string Arguments(FieldDefinition field)
    {
        var parts = new List<string>();
        foreach (var argument in field.Arguments)
        {
            if (argument.IsRequired ? !Chance(3) : Chance(45))
            {
                parts.Add($"{argument.Name}: {Value(argument.Type, 0, argument.DefaultValue is not null)}");
                Use("argument");
            }
        }
        if (parts.Count > 0 && Chance(3))
        {
            parts.Add("wrong: 1");
            Use("unknown argument");
        }
        return parts.Count == 0 ? "" : $"({string.Join(", ", parts)})";
    }

    private string Value(GraphQLType type, int depth, bool hasDefault)
    {
        if (Chance(25))
        {
            return Variable(type, hasDefault);
        }
        return Literal(type, depth, constant: false);
    }

    private string Variable(GraphQLType type, bool hasDefault)
    {
        Use("variable");
        var name = "v" + _variables.Count.ToString(CultureInfo.InvariantCulture);
        var declared = type.ToString()!;
        var isNonNull = type.IsNonNull;
        string? defaultValue = null;
        if (isNonNull && hasDefault && Chance(50))
        {
            (declared, isNonNull) = (declared[..^1], false);
        }
        else if (!isNonNull && Chance(20))
        {
            (declared, isNonNull) = (declared + "!", true);
        }
        if (Chance(30))
        {
            defaultValue = Literal(isNonNull ? type.NonNull : type.Nullable, 0, constant: true);
            Use("variable default");
        }
        if (Chance(90))
        {
            var value = Chance(4) ? JsonValue.Create("wrong") : Json(isNonNull ? type.NonNull : type.Nullable, 0);
            _values[name] = value;
        }
        _variables.Add((name, declared, null, defaultValue));
        return "$" + name;
    }

    private string Literal(GraphQLType type, int depth, bool constant)
    {
        if (Chance(2))
        {
            Use("wrong literal");
            return Pick(["\"wrong\"", "1.5", "WRONG", "{a: 1}", "[true]", "null"]);
        }
        if (!type.IsNonNull && Chance(8))
        {
            Use("null literal");
            return "null";
        }
        switch (type.Nullable)
        {
            case ListType list:
                Use("list literal");
                return Chance(15) ? Item(list.Item, depth, constant) : $"[{string.Join(", ", Enumerable.Range(0, _random.Next(4)).Select(_ => Item(list.Item, depth, constant)))}]";
            case InputObjectType input:
                Use(input.IsOneOf ? "OneOf literal" : "object literal");
                return ObjectLiteral(input, depth, constant);
            case EnumType enumType:
                Use("enum literal");
                return Pick(enumType.Values).Name;
            default:
                Use("scalar literal");
                return Scalar(type.Named.Name);
        }
    }

    private string Item(GraphQLType type, int depth, bool constant) => constant || Chance(90) ? Literal(type, depth + 1, constant) : Variable(type, hasDefault: false);

    private string ObjectLiteral(InputObjectType input, int depth, bool constant)
    {
        var fields = input.IsOneOf && Chance(95)
            ? [Pick(input.Fields)]
            : input.Fields.Where(f => f.IsRequired ? !Chance(3) : depth < 3 && Chance(40)).ToList();
        return $"{{{string.Join(", ", fields.Select(f => $"{f.Name}: {(constant ? Literal(input.IsOneOf ? f.Type.NonNull : f.Type, depth + 1, constant) : Value(input.IsOneOf ? f.Type.NonNull : f.Type, depth + 1, f.DefaultValue is not null))}"))}}}";
    }

    private string Scalar(string name) => name switch
    {
        "Int" => _random.Next(-100, 100).ToString(CultureInfo.InvariantCulture),
        "Float" => Chance(50) ? _random.Next(-50, 50).ToString(CultureInfo.InvariantCulture) : (_random.Next(-50, 50) + 0.5).ToString(CultureInfo.InvariantCulture),
        "Boolean" => Chance(50) ? "true" : "false",
        "ID" => Chance(50) ? _random.Next(1000).ToString(CultureInfo.InvariantCulture) : "\"id\"",
        "String" => Pick(["\"text\"", "\"\"", "\"\\u00e9\\u{1F600}\"", "\"\"\"block\n  text\"\"\""]),
        _ => Pick(["1", "\"any\"", "{a: [1, true]}", "[ENUM, 2.5]", "false"]),
    };

    private JsonNode? Json(GraphQLType type, int depth)
    {
        if (!type.IsNonNull && Chance(8))
        {
            return null;
        }
        switch (type.Nullable)
        {
            case ListType list:
                return Chance(15) ? Json(list.Item, depth + 1) : new JsonArray([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Json(list.Item, depth + 1))]);
            case InputObjectType input:
                var fields = input.IsOneOf ? [Pick(input.Fields)] : input.Fields.Where(f => f.IsRequired || (depth < 3 && Chance(40))).ToList();
                return new JsonObject(fields.Select(f => KeyValuePair.Create(f.Name, Json(input.IsOneOf ? f.Type.NonNull : f.Type, depth + 1))));
            case EnumType enumType:
                return Pick(enumType.Values).Name;
            default:
                return type.Named.Name switch
                {
                    "Int" => _random.Next(-100, 100),
                    "Float" => _random.Next(-50, 50) + 0.25,
                    "Boolean" => Chance(50),
                    "ID" => Chance(50) ? _random.Next(1000) : "id",
                    "String" => Pick(["text", "", "é😀\n"]),
                    _ => new JsonObject { ["k"] = 1 },
                };
        }
    }

    private string Inline(CompositeType type, int depth)
    {
        Use("inline fragment");
        var condition = Chance(15) ? type : Related(type);
        return $"... {(Chance(10) && type is FieldsType ? "" : $"on {condition.Name}")}{Directives("@onFragment")} {Selections(condition, depth + 1)}"
            .Replace("...  {", "... {", StringComparison.Ordinal);
    }

    private string Spread(CompositeType type, int depth)
    {
        Use("fragment spread");
        var condition = Related(type);
        var name = $"F{condition.Name}{_random.Next(2)}";
        if (!_fragments.ContainsKey(name))
        {
            // Entered first: a spread inside may make a cycle, which is to be refused.
            _fragments[name] = "";
            _fragments[name] = $"fragment {name} on {condition.Name}{Directives("@onFragment")} {Selections(condition, depth + 1)}";
        }
        return $"...{name}{Directives("@onFragment")}";
    }

    /// <summary>Mostly a type that can be spread there.</summary>
    private CompositeType Related(CompositeType type)
    {
        var composites = schema.Types.OfType<CompositeType>().Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal)).ToList();
        return Chance(3) ? Pick(composites) : Pick(composites.Where(t => schema.Overlap(t, type)).ToList());
    }

    private string Directives(string own)
    {
        if (!Chance(10))
        {
            return "";
        }
        Use("directive");
        return " " + _random.Next(5) switch
        {
            0 => own,
            1 => "@include(if: " + (Chance(50) ? Variable(BuiltInScalars.Boolean.NonNull, hasDefault: false) : "true") + ")",
            2 => "@skip(if: " + (Chance(50) ? Variable(BuiltInScalars.Boolean.NonNull, hasDefault: false) : "false") + ")",
            3 => "@skip(if: true)",
            _ => Chance(5) ? "@unknown" : "@include(if: true)",
        };
    }

    /// <summary>A slip of the hand: a character less, more or other.</summary>
    private string Spoil(string document)
    {
        Use("spoilt text");
        var at = _random.Next(document.Length);
        return _random.Next(4) switch
        {
            0 => document.Remove(at, 1),
            1 => document.Insert(at, "{}()[]:!$@\"x1.#,|&=\n"[_random.Next(20)].ToString()),
            2 => document[..at],
            _ => document.Replace("name", "nam", StringComparison.Ordinal),
        };
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private bool Chance(int percent) => _random.Next(100) < percent;

    private void Use(string feature) => Features[feature] = Features.GetValueOrDefault(feature) + 1;
}
