using System.Text.RegularExpressions;

namespace Engagement.Search.Tests.Gateway;

/// <summary>
/// Reads the contract's schema language into lines such as <c>Query.node(id: ID!): Node</c>, with a reader that shares nothing with the
/// engine.
/// </summary>
internal sealed partial class Contract
{
    private readonly Queue<string> tokens;
    private readonly List<string> lines = [];

    private Contract(string text) => tokens = new Queue<string>(Token().Matches(text).Select(m => m.Value));

    internal static IReadOnlyList<string> Lines(string text)
    {
        var contract = new Contract(text);
        while (contract.tokens.Count > 0)
        {
            contract.ReadType();
        }

        return contract.lines;
    }

    private void ReadType()
    {
        var (kind, name) = (tokens.Dequeue(), tokens.Dequeue());
        var head = $"{kind} {name}";
        while (tokens.Dequeue() is var token && token != "{")
        {
            head += " " + token;
        }

        lines.Add(head);
        while (tokens.Peek() != "}")
        {
            lines.Add(kind == "enum" ? $"{name}.{tokens.Dequeue()}" : $"{name}.{ReadField()}");
        }

        tokens.Dequeue();
    }

    private string ReadField()
    {
        var field = tokens.Dequeue();
        if (tokens.Peek() == "(")
        {
            tokens.Dequeue();
            var arguments = new List<string>();
            while (tokens.Peek() != ")")
            {
                arguments.Add(ReadField());
            }

            tokens.Dequeue();
            field += $"({string.Join(", ", arguments)})";
        }

        tokens.Dequeue();
        field += ": " + ReadTypeReference();
        if (tokens.Peek() == "=")
        {
            tokens.Dequeue();
            field += " = " + tokens.Dequeue();
        }

        return field;
    }

    private string ReadTypeReference()
    {
        string type;
        if (tokens.Peek() == "[")
        {
            tokens.Dequeue();
            type = $"[{ReadTypeReference()}]";
            tokens.Dequeue();
        }
        else
        {
            type = tokens.Dequeue();
        }

        if (tokens.Peek() != "!")
        {
            return type;
        }

        tokens.Dequeue();
        return type + "!";
    }

    [GeneratedRegex(@"@?\w+|[{}()\[\]:!=]", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
