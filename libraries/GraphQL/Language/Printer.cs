using System.Globalization;
using System.Text;

namespace Engagement.GraphQL.Language;

/// <summary>Writes a syntax tree back as text, in one normal form: parsing what it printed gives an equal tree.</summary>
internal static class Printer
{
    internal static string Print(DocumentNode document) =>
        string.Join("\n\n", document.Definitions.OfType<ExecutableDefinitionNode>().Select(Print)) + "\n";

    internal static string Print(ExecutableDefinitionNode definition)
    {
        var text = new StringBuilder();
        if (definition.Description is { } description)
        {
            text.Append(BlockString.Print(description, "")).Append('\n');
        }
        switch (definition)
        {
            case OperationNode operation:
                PrintHead(text, operation);
                break;
            case FragmentNode fragment:
                text.Append("fragment ").Append(fragment.Name).Append(" on ").Append(fragment.TypeCondition);
                PrintDirectives(text, fragment.Directives);
                text.Append(' ');
                break;
        }
        PrintSelections(text, definition.SelectionSet, 0);
        return text.ToString();
    }

    internal static string Print(ValueNode value)
    {
        var text = new StringBuilder();
        PrintValue(text, value);
        return text.ToString();
    }

    private static void PrintHead(StringBuilder text, OperationNode operation)
    {
        var isShorthand = operation is { Kind: OperationKind.Query, Name: null, Variables.Count: 0, Directives.Count: 0, Description: null };
        if (isShorthand)
        {
            return;
        }
        text.Append(operation.Kind.ToString().ToLowerInvariant());
        if (operation.Name is { } name)
        {
            text.Append(' ').Append(name);
        }
        if (operation.Variables.Count > 0)
        {
            text.Append('(').AppendJoin(", ", operation.Variables.Select(Print)).Append(')');
        }
        PrintDirectives(text, operation.Directives);
        text.Append(' ');
    }

    private static string Print(VariableDefinitionNode variable)
    {
        var text = new StringBuilder();
        if (variable.Description is { } description)
        {
            PrintString(text, description);
            text.Append(' ');
        }
        text.Append('$').Append(variable.Variable.Name).Append(": ").Append(variable.Type);
        if (variable.DefaultValue is { } defaultValue)
        {
            text.Append(" = ");
            PrintValue(text, defaultValue);
        }
        PrintDirectives(text, variable.Directives);
        return text.ToString();
    }

    private static void PrintSelections(StringBuilder text, SelectionSetNode selections, int depth)
    {
        text.Append("{\n");
        foreach (var selection in selections.Selections)
        {
            text.Append(' ', (depth + 1) * 2);
            PrintSelection(text, selection, depth + 1);
            text.Append('\n');
        }
        text.Append(' ', depth * 2).Append('}');
    }

    private static void PrintSelection(StringBuilder text, SelectionNode selection, int depth)
    {
        SelectionSetNode? children = null;
        switch (selection)
        {
            case FieldNode field:
                text.Append(field.Alias is null ? "" : $"{field.Alias}: ").Append(field.Name);
                PrintArguments(text, field.Arguments);
                children = field.SelectionSet;
                break;
            case FragmentSpreadNode spread:
                text.Append("...").Append(spread.Name);
                break;
            case InlineFragmentNode inline:
                text.Append(inline.TypeCondition is null ? "..." : $"... on {inline.TypeCondition}");
                children = inline.SelectionSet;
                break;
        }
        PrintDirectives(text, selection.Directives);
        if (children is not null)
        {
            text.Append(' ');
            PrintSelections(text, children, depth);
        }
    }

    private static void PrintDirectives(StringBuilder text, IReadOnlyList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            text.Append(" @").Append(directive.Name);
            PrintArguments(text, directive.Arguments);
        }
    }

    private static void PrintArguments(StringBuilder text, IReadOnlyList<ArgumentNode> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            text.Append(i == 0 ? "(" : ", ").Append(arguments[i].Name).Append(": ");
            PrintValue(text, arguments[i].Value);
        }
        text.Append(arguments.Count > 0 ? ")" : "");
    }

    private static void PrintValue(StringBuilder text, ValueNode value)
    {
        switch (value)
        {
            case VariableNode variable:
                text.Append('$').Append(variable.Name);
                break;
            case IntNode number:
                text.Append(number.Text);
                break;
            case FloatNode number:
                text.Append(number.Text);
                break;
            case StringNode literal:
                PrintString(text, literal.Value);
                break;
            case BooleanNode flag:
                text.Append(flag.Value ? "true" : "false");
                break;
            case NullNode:
                text.Append("null");
                break;
            case EnumNode member:
                text.Append(member.Value);
                break;
            case ListNode list:
                PrintSeries(text, '[', list.Items, PrintValue, ']');
                break;
            case ObjectNode fields:
                PrintSeries(text, '{', fields.Fields, static (t, field) => PrintValue(t.Append(field.Name).Append(": "), field.Value), '}');
                break;
            default:
                throw new InvalidOperationException($"Unknown value node: {value.GetType()}.");
        }
    }

    private static void PrintSeries<T>(StringBuilder text, char open, IReadOnlyList<T> items, Action<StringBuilder, T> print, char close)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            print(text, items[i]);
        }
        text.Append(close);
    }

    internal static void PrintString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"' or '\\':
                    text.Append('\\').Append(c);
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case < ' ' or (>= '\u007F' and <= '\u009F'):
                    text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }
        text.Append('"');
    }
}
