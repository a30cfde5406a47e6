using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>A field of an input object is given once.</summary>
internal sealed class UniqueInputFieldNames : ValidationRule
{
    internal override void EnterValue(ValueNode value, GraphQLType? expected) => Check(value);

    private void Check(ValueNode value)
    {
        switch (value)
        {
            case ListNode list:
                foreach (var item in list.Items)
                {
                    Check(item);
                }
                break;
            case ObjectNode fields:
                var known = new Dictionary<string, NameNode>(StringComparer.Ordinal);
                foreach (var field in fields.Fields)
                {
                    if (!known.TryAdd(field.Name.Value, field.Name))
                    {
                        Context.Report($"There can be only one input field named \"{field.Name}\".", known[field.Name.Value].Location, field.Name.Location);
                    }
                    Check(field.Value);
                }
                break;
        }
    }
}
