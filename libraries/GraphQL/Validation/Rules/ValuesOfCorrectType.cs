using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Literals are values of the type expected at their place.</summary>
internal sealed class ValuesOfCorrectType : ValidationRule
{
    internal override void EnterValue(ValueNode value, GraphQLType? expected)
    {
        if (expected is not null)
        {
            Check(value, expected);
        }
    }

    private void Check(ValueNode value, GraphQLType type)
    {
        if (value is VariableNode)
        {
            return;
        }
        if (value is NullNode)
        {
            if (type.IsNonNull)
            {
                Context.Report($"Expected value of type \"{type}\", found null.", value.Location);
            }
            return;
        }
        switch (type.Nullable)
        {
            case ListType list:
                CheckList(value, list);
                break;
            case InputObjectType input:
                CheckObject(value, input);
                break;
            case EnumType enumType:
                CheckEnum(value, enumType, type);
                break;
            case ScalarType scalar:
                CheckScalar(value, scalar, type);
                break;
        }
    }

    private void CheckList(ValueNode value, ListType list)
    {
        if (value is not ListNode items)
        {
            Check(value, list.Item);
            return;
        }
        foreach (var item in items.Items)
        {
            Check(item, list.Item);
        }
    }

    private void CheckObject(ValueNode value, InputObjectType type)
    {
        if (value is not ObjectNode given)
        {
            Context.Report($"Expected value of type \"{type}\", found {value.Shown()}.", value.Location);
            return;
        }
        foreach (var missing in type.Fields.Where(f => f.IsRequired && given.Fields.All(g => g.Name.Value != f.Name)))
        {
            Context.Report($"Field \"{type}.{missing.Name}\" of required type \"{missing.Type}\" was not provided.", value.Location);
        }
        if (type.IsOneOf)
        {
            CheckOneOf(given, type);
        }
        foreach (var field in given.Fields)
        {
            if (type.Fields.Find(f => f.Name == field.Name.Value) is { } definition)
            {
                Check(field.Value, definition.Type);
            }
            else
            {
                var suggestion = Context.Suggest(field.Name.Value, type.Fields.Select(f => f.Name));
                Context.Report($"Field \"{field.Name}\" is not defined by type \"{type}\"." + suggestion, field.Location);
            }
        }
    }

    private void CheckOneOf(ObjectNode given, InputObjectType type)
    {
        var names = given.Fields.Select(f => f.Name.Value).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count != 1)
        {
            Context.Report($"OneOf Input Object \"{type}\" must specify exactly one key.", given.Location);
        }
        else if (given.Fields.Last(f => f.Name.Value == names[0]).Value is NullNode)
        {
            Context.Report($"Field \"{type}.{names[0]}\" must be non-null.", given.Location);
        }
    }

    private void CheckEnum(ValueNode value, EnumType type, GraphQLType expected)
    {
        if (value is not EnumNode member)
        {
            Context.Report($"Enum \"{type}\" cannot represent non-enum value: {value.Shown()}.", value.Location);
        }
        else if (type.ByName(member.Value) is null)
        {
            Context.Report($"Value \"{member.Value}\" does not exist in \"{expected.Named}\" enum." + Context.Suggest(member.Value, type.Values.Select(v => v.Name)), value.Location);
        }
    }

    private void CheckScalar(ValueNode value, ScalarType scalar, GraphQLType expected)
    {
        try
        {
            scalar.ParseLiteral(value);
        }
        catch (FormatException e)
        {
            Context.Report($"Expected value of type \"{expected}\". {e.Message}", value.Location);
        }
    }
}
