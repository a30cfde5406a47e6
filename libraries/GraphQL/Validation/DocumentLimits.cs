using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation;

/// <summary>
/// The limits that a valid document must keep: depth, aliases, directives. What fragments bring counts wherever they are spread; each fragment is measured once, so that the
/// time is linear whatever the document repeats.
/// </summary>
internal sealed class DocumentLimits
{
    private readonly Dictionary<string, FragmentNode> _fragments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Measure> _measured = new(StringComparer.Ordinal);

    private DocumentLimits(DocumentNode document)
    {
        foreach (var fragment in document.Definitions.OfType<FragmentNode>())
        {
            _fragments.TryAdd(fragment.Name.Value, fragment);
        }
    }

    /// <summary>What a selection amounts to.</summary>
    private readonly record struct Measure(int Depth, int IntrospectionDepth, long Aliases, long Directives)
    {
        internal Measure Beside(Measure other) => new(
            Math.Max(Depth, other.Depth), Math.Max(IntrospectionDepth, other.IntrospectionDepth), Capped(Aliases + other.Aliases), Capped(Directives + other.Directives));

        // Fragments that double each other reach 2^n soon.
        private static long Capped(long value) => Math.Min(value, int.MaxValue);
    }

    /// <summary>The first limit that an operation breaks, or null.</summary>
    internal static GraphQLError? Check(DocumentNode document, GraphQLOptions options)
    {
        var limits = new DocumentLimits(document);
        foreach (var operation in document.Definitions.OfType<OperationNode>())
        {
            var measure = limits.Of(operation.SelectionSet);
            var directives = measure.Directives + operation.Directives.Count + operation.Variables.Sum(v => v.Directives.Count);
            var error = Error(measure.Depth, options.MaxDepth, "fields nested deeper than", "levels", ErrorCodes.TooDeep)
                ?? Error(measure.IntrospectionDepth, options.MaxIntrospectionDepth, "introspection fields nested deeper than", "levels", ErrorCodes.TooDeep)
                ?? Error(measure.Aliases, options.MaxAliases, "more than", "aliases", ErrorCodes.TooManyAliases)
                ?? Error(directives, options.MaxDirectives, "more than", "directives", ErrorCodes.TooManyDirectives);
            if (error is not null)
            {
                return error with { Locations = [operation.Location] };
            }
        }
        return null;
    }

    private static GraphQLError? Error(long value, int limit, string what, string unit, string code) =>
        value <= limit ? null : new GraphQLError($"The operation has {what} {limit} {unit}.", code);

    private Measure Of(SelectionSetNode selections)
    {
        var total = default(Measure);
        foreach (var selection in selections.Selections)
        {
            var own = new Measure(0, 0, 0, selection.Directives.Count);
            total = total.Beside(selection switch
            {
                FieldNode field => own.Beside(Of(field)),
                InlineFragmentNode inline => own.Beside(Of(inline.SelectionSet)),
                FragmentSpreadNode spread => own.Beside(Of(spread.Name.Value)),
                _ => own,
            });
        }
        return total;
    }

    private Measure Of(FieldNode field)
    {
        var below = field.SelectionSet is null ? default : Of(field.SelectionSet);
        var alias = field.Alias is null ? 0 : 1;
        var isIntrospection = field.Name.Value is "__schema" or "__type";
        return isIntrospection
            ? new Measure(0, 1 + Math.Max(below.Depth, below.IntrospectionDepth), below.Aliases + alias, below.Directives)
            : new Measure(1 + below.Depth, below.IntrospectionDepth, below.Aliases + alias, below.Directives);
    }

    private Measure Of(string fragment)
    {
        if (!_measured.TryGetValue(fragment, out var measure) && _fragments.TryGetValue(fragment, out var node))
        {
            measure = Of(node.SelectionSet).Beside(new Measure(0, 0, 0, node.Directives.Count));
            _measured.Add(fragment, measure);
        }
        return measure;
    }
}
