namespace Engagement.GraphQL.Types;

/// <summary>The rules of the type system (specification, section 3), each fault as a sentence that names the element.</summary>
internal static class SchemaValidator
{
    internal static IReadOnlyList<string> Check(Schema schema)
    {
        var faults = new List<string>();
        foreach (var directive in schema.Directives)
        {
            CheckName(directive.Name, $"The directive @{directive.Name}", faults);
            CheckInputs(directive.Arguments, $"@{directive.Name}", "argument", faults);
        }
        foreach (var type in schema.Types)
        {
            if (!IsIntrospection(type))
            {
                CheckName(type.Name, $"The type {type.Name}", faults);
            }
            switch (type)
            {
                case FieldsType fields:
                    CheckFields(fields, faults);
                    CheckInterfaces(schema, fields, faults);
                    break;
                case UnionType union:
                    CheckUnion(union, faults);
                    break;
                case EnumType enumType:
                    CheckEnum(enumType, faults);
                    break;
                case InputObjectType input:
                    CheckInput(input, faults);
                    break;
            }
        }
        InputCycles.Check(schema, faults);
        return faults;
    }

    private static bool IsIntrospection(NamedType type) =>
        type.Name is "__Schema" or "__Type" or "__Field" or "__InputValue" or "__EnumValue" or "__Directive" or "__TypeKind" or "__DirectiveLocation";

    private static void CheckName(string name, string element, List<string> faults)
    {
        if (name.Length == 0 || !(char.IsAsciiLetter(name[0]) || name[0] == '_') || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '_'))
        {
            faults.Add($"{element} has a name that GraphQL cannot have: letters, digits and _ are allowed, no digit first.");
        }
        else if (name.StartsWith("__", StringComparison.Ordinal))
        {
            faults.Add($"{element} has a name that begins with __, which is kept for introspection.");
        }
    }

    private static void CheckFields(FieldsType type, List<string> faults)
    {
        if (type.Fields.Count == 0)
        {
            faults.Add($"{type} has no fields: an object or interface needs at least one.");
        }
        foreach (var field in type.Fields)
        {
            CheckName(field.Name, $"The field {type}.{field.Name}", faults);
            if (!field.Type.IsOutput)
            {
                faults.Add($"The field {type}.{field.Name} answers {field.Type}, which is an input type.");
            }
            CheckInputs(field.Arguments, $"{type}.{field.Name}", "argument", faults);
        }
    }

    private static void CheckInputs(IReadOnlyList<InputValueDefinition> values, string owner, string kind, List<string> faults)
    {
        foreach (var value in values)
        {
            CheckName(value.Name, $"The {kind} {owner}({value.Name}:)", faults);
            if (!value.Type.IsInput)
            {
                faults.Add($"The {kind} {owner}({value.Name}:) is of type {value.Type}, which is no input type.");
            }
            if (value.IsRequired && value.DeprecationReason is not null)
            {
                faults.Add($"The {kind} {owner}({value.Name}:) is required and cannot be deprecated.");
            }
        }
        foreach (var twin in values.GroupBy(v => v.Name).Where(g => g.Count() > 1))
        {
            faults.Add($"The {kind} {owner}({twin.Key}:) is declared twice.");
        }
    }

    private static void CheckInterfaces(Schema schema, FieldsType type, List<string> faults)
    {
        foreach (var twin in type.Interfaces.GroupBy(i => i).Where(g => g.Count() > 1))
        {
            faults.Add($"{type} implements {twin.Key} twice.");
        }
        foreach (var parent in type.Interfaces)
        {
            if (ReferenceEquals(parent, type))
            {
                faults.Add($"{type} cannot implement itself.");
                continue;
            }
            foreach (var missing in parent.Interfaces.Where(i => !ReferenceEquals(i, type) && !type.Interfaces.Contains(i)))
            {
                faults.Add($"{type} must implement {missing}, because {parent} does.");
            }
            if (parent.Interfaces.Contains(type))
            {
                faults.Add($"{type} cannot implement {parent}: it would be a circle.");
            }
            foreach (var field in parent.Fields)
            {
                CheckImplementation(schema, type, parent, field, faults);
            }
        }
    }

    private static void CheckImplementation(Schema schema, FieldsType type, InterfaceType parent, FieldDefinition expected, List<string> faults)
    {
        if (type.Field(expected.Name) is not { } field)
        {
            faults.Add($"{type} has no field {expected.Name}, which {parent} demands.");
            return;
        }
        if (!schema.IsSubtype(field.Type, expected.Type))
        {
            faults.Add($"{type}.{field.Name} is of type {field.Type}, but {parent}.{field.Name} demands {expected.Type}.");
        }
        foreach (var argument in expected.Arguments)
        {
            var own = field.Argument(argument.Name);
            if (own is null || !ReferenceEquals(own.Type, argument.Type))
            {
                faults.Add($"{type}.{field.Name} must have the argument {argument.Name}: {argument.Type}, because {parent} has it.");
            }
        }
        foreach (var extra in field.Arguments.Where(a => a.IsRequired && expected.Argument(a.Name) is null))
        {
            faults.Add($"The argument {type}.{field.Name}({extra.Name}:) is required, but {parent}.{field.Name} does not have it.");
        }
    }

    private static void CheckUnion(UnionType union, List<string> faults)
    {
        if (union.Members.Count == 0)
        {
            faults.Add($"The union {union} has no members.");
        }
        foreach (var twin in union.Members.GroupBy(m => m).Where(g => g.Count() > 1))
        {
            faults.Add($"The union {union} has {twin.Key} twice.");
        }
    }

    private static void CheckEnum(EnumType type, List<string> faults)
    {
        if (type.Values.Count == 0)
        {
            faults.Add($"The enum {type} has no values.");
        }
        foreach (var value in type.Values.Where(_ => !IsIntrospection(type)))
        {
            CheckName(value.Name, $"The enum value {type}.{value.Name}", faults);
        }
        foreach (var twin in type.Values.GroupBy(v => v.Name).Where(g => g.Count() > 1))
        {
            faults.Add($"The enum {type} has the value {twin.Key} twice.");
        }
    }

    private static void CheckInput(InputObjectType type, List<string> faults)
    {
        if (type.Fields.Count == 0)
        {
            faults.Add($"The input object {type} has no fields.");
        }
        CheckInputs(type.Fields, type.Name, "input field", faults);
        foreach (var field in type.Fields.Where(f => type.IsOneOf && (f.Type.IsNonNull || f.DefaultValue is not null)))
        {
            faults.Add($"The field {type}.{field.Name} of a OneOf input object must be nullable and have no default.");
        }
    }
}
