using System.Text;
using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Types;

/// <summary>Writes a schema in the definition language, types in alphabetical order, so that two versions can be compared line by line.</summary>
internal static class SchemaPrinter
{
    internal static string Print(Schema schema)
    {
        var parts = new List<string>();
        if (NeedsDefinition(schema))
        {
            parts.Add(PrintSchema(schema));
        }
        parts.AddRange(schema.Directives.Where(d => !BuiltInDirectives.All.Contains(d)).OrderBy(d => d.Name, StringComparer.Ordinal).Select(Print));
        parts.AddRange(schema.Types.Where(IsOwn).OrderBy(t => t.Name, StringComparer.Ordinal).Select(Print));
        return string.Join("\n\n", parts) + "\n";
    }

    private static bool IsOwn(NamedType type) =>
        !type.Name.StartsWith("__", StringComparison.Ordinal) && !(type is ScalarType scalar && BuiltInScalars.IsBuiltIn(scalar));

    private static bool NeedsDefinition(Schema schema) =>
        schema.Description is not null
        || schema.Query.Name != "Query"
        || schema.Mutation is { Name: not "Mutation" }
        || schema.Subscription is { Name: not "Subscription" };

    private static string PrintSchema(Schema schema)
    {
        var text = new StringBuilder();
        Describe(text, schema.Description, "");
        text.Append("schema {\n  query: ").Append(schema.Query).Append('\n');
        if (schema.Mutation is not null)
        {
            text.Append("  mutation: ").Append(schema.Mutation).Append('\n');
        }
        if (schema.Subscription is not null)
        {
            text.Append("  subscription: ").Append(schema.Subscription).Append('\n');
        }
        return text.Append('}').ToString();
    }

    private static string Print(DirectiveDefinition directive)
    {
        var text = new StringBuilder();
        Describe(text, directive.Description, "");
        text.Append("directive @").Append(directive.Name);
        PrintArguments(text, directive.Arguments, "");
        return text.Append(directive.IsRepeatable ? " repeatable" : "").Append(" on ").AppendJoin(" | ", directive.Locations).ToString();
    }

    private static string Print(NamedType type)
    {
        var text = new StringBuilder();
        Describe(text, type.Description, "");
        switch (type)
        {
            case ScalarType scalar:
                text.Append("scalar ").Append(scalar.Name);
                if (scalar.SpecifiedBy is { } url)
                {
                    Printer.PrintString(text.Append(" @specifiedBy(url: "), url);
                    text.Append(')');
                }
                CostDirectives.Print(text, scalar.Cost);
                break;
            case FieldsType fields:
                PrintFields(text, fields);
                break;
            case UnionType union:
                text.Append("union ").Append(union.Name).Append(" = ").AppendJoin(" | ", union.Members.Select(m => m.Name));
                break;
            case EnumType enumType:
                PrintEnum(text, enumType);
                break;
            case InputObjectType input:
                PrintInput(text, input);
                break;
        }
        return text.ToString();
    }

    private static void PrintFields(StringBuilder text, FieldsType type)
    {
        text.Append(type is ObjectType ? "type " : "interface ").Append(type.Name);
        if (type.Interfaces.Count > 0)
        {
            text.Append(" implements ").AppendJoin(" & ", type.Interfaces.Select(i => i.Name));
        }
        CostDirectives.Print(text, type.Cost);
        text.Append(" {\n");
        for (var i = 0; i < type.Fields.Count; i++)
        {
            var field = type.Fields[i];
            Describe(text, field.Description, "  ", i == 0);
            text.Append("  ").Append(field.Name);
            PrintArguments(text, field.Arguments, "  ");
            text.Append(": ").Append(field.Type);
            CostDirectives.Print(text, field.Cost);
            CostDirectives.Print(text, field.ListSize);
            Deprecate(text, field.DeprecationReason);
            text.Append('\n');
        }
        text.Append('}');
    }

    private static void PrintEnum(StringBuilder text, EnumType type)
    {
        text.Append("enum ").Append(type.Name);
        CostDirectives.Print(text, type.Cost);
        text.Append(" {\n");
        for (var i = 0; i < type.Values.Count; i++)
        {
            Describe(text, type.Values[i].Description, "  ", i == 0);
            text.Append("  ").Append(type.Values[i].Name);
            Deprecate(text, type.Values[i].DeprecationReason);
            text.Append('\n');
        }
        text.Append('}');
    }

    private static void PrintInput(StringBuilder text, InputObjectType type)
    {
        text.Append("input ").Append(type.Name).Append(type.IsOneOf ? " @oneOf" : "").Append(" {\n");
        for (var i = 0; i < type.Fields.Count; i++)
        {
            Describe(text, type.Fields[i].Description, "  ", i == 0);
            text.Append("  ");
            PrintInputValue(text, type.Fields[i]);
            text.Append('\n');
        }
        text.Append('}');
    }

    private static void PrintArguments(StringBuilder text, IReadOnlyList<InputValueDefinition> arguments, string indentation)
    {
        if (arguments.Count == 0)
        {
            return;
        }
        var isOneLine = arguments.All(a => a.Description is null);
        text.Append('(');
        for (var i = 0; i < arguments.Count; i++)
        {
            text.Append(isOneLine ? i == 0 ? "" : ", " : "\n");
            if (!isOneLine)
            {
                Describe(text, arguments[i].Description, indentation + "  ", i == 0);
                text.Append(indentation).Append("  ");
            }
            PrintInputValue(text, arguments[i]);
        }
        text.Append(isOneLine ? ")" : $"\n{indentation})");
    }

    private static void PrintInputValue(StringBuilder text, InputValueDefinition value)
    {
        text.Append(value.Name).Append(": ").Append(value.Type);
        if (value.DefaultValue is { } defaultValue)
        {
            text.Append(" = ").Append(Printer.Print(defaultValue));
        }
        CostDirectives.Print(text, value.Cost);
        Deprecate(text, value.DeprecationReason);
    }

    private static void Deprecate(StringBuilder text, string? reason)
    {
        if (reason is null)
        {
            return;
        }
        Printer.PrintString(text.Append(" @deprecated(reason: "), reason);
        text.Append(')');
    }

    private static void Describe(StringBuilder text, string? description, string indentation, bool isFirst = true)
    {
        if (description is null)
        {
            return;
        }
        text.Append(isFirst || indentation.Length == 0 ? "" : "\n").Append(indentation);
        if (description.Contains('\n', StringComparison.Ordinal) || description.Length > 70)
        {
            text.Append(BlockString.Print(description, indentation));
        }
        else
        {
            text.Append("\"\"\"").Append(description.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal))
                .Append(description.EndsWith('"') || description.EndsWith('\\') ? "\n" + indentation : "").Append("\"\"\"");
        }
        text.Append('\n');
    }
}
