using System.Globalization;
using System.Text;

namespace Engagement.GraphQL.Types;

/// <summary>
/// <c>@cost</c> and <c>@listSize</c> of the cost directive specification: part of a schema that uses them, and written where they apply, so that a client's
/// developer can reckon what an operation costs.
/// </summary>
internal static class CostDirectives
{
    internal static readonly DirectiveDefinition Cost = new(
        "cost", ["ARGUMENT_DEFINITION", "ENUM", "FIELD_DEFINITION", "OBJECT", "SCALAR"],
        [new InputValueDefinition("weight", BuiltInScalars.String.NonNull) { Description = "A number; without the directive 1 for what has fields and 0 for the rest." }])
    {
        Description = "What one costs; of an argument each value in it: each of a list, each field of an object, each word of a text.",
    };

    internal static readonly DirectiveDefinition ListSize = new(
        "listSize", ["FIELD_DEFINITION"],
        [
            new InputValueDefinition("assumedSize", BuiltInScalars.Int) { Description = "The size to reckon with when no slicing argument is given." },
            new InputValueDefinition("slicingArguments", BuiltInScalars.String.NonNull.List) { Description = "Arguments that bound the size; the largest counts." },
            new InputValueDefinition("sizedFields", BuiltInScalars.String.NonNull.List) { Description = "The fields below whose lists have that size; none: the field's own list." },
            new InputValueDefinition("requireOneSlicingArgument", BuiltInScalars.Boolean) { Description = "Whether exactly one slicing argument must be given.", DefaultValue = new Language.BooleanNode(true) },
        ])
    {
        Description = "How many items a field may answer.",
    };

    /// <summary>Those of the two that the types use.</summary>
    internal static IEnumerable<DirectiveDefinition> UsedBy(IReadOnlyCollection<NamedType> types)
    {
        var fields = types.OfType<FieldsType>().SelectMany(t => t.Fields).ToList();
        if (types.Any(t => t.Cost is not null) || fields.Any(f => f.Cost is not null || f.Arguments.Any(a => a.Cost is not null)))
        {
            yield return Cost;
        }
        if (fields.Any(f => f.ListSize is not null))
        {
            yield return ListSize;
        }
    }

    /// <summary>Writes <c>@cost</c> where there is one.</summary>
    internal static void Print(StringBuilder text, double? weight)
    {
        if (weight is { } given)
        {
            text.Append(" @cost(weight: \"").Append(given.ToString(CultureInfo.InvariantCulture)).Append("\")");
        }
    }

    /// <summary>Writes <c>@listSize</c> where there is one.</summary>
    internal static void Print(StringBuilder text, ListSize? size)
    {
        if (size is null)
        {
            return;
        }
        text.Append(" @listSize(assumedSize: ").Append(size.AssumedSize);
        if (size.SlicingArguments.Count > 0)
        {
            text.Append(", slicingArguments: [").AppendJoin(", ", size.SlicingArguments.Select(Quoted)).Append(']');
        }
        if (size.SizedFields.Count > 0)
        {
            text.Append(", sizedFields: [").AppendJoin(", ", size.SizedFields.Select(Quoted)).Append(']');
        }
        text.Append(size.SlicingArguments.Count > 0 ? ", requireOneSlicingArgument: false)" : ")");
    }

    private static string Quoted(string name) => $"\"{name}\"";
}
