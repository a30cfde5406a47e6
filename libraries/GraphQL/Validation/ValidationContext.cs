using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation;

/// <summary>What rules know of the document, and where they report.</summary>
internal sealed class ValidationContext
{
    private readonly List<GraphQLError> _errors = [];
    private readonly int _maxErrors;

    internal ValidationContext(Schema schema, DocumentNode document, int maxErrors, bool suggestions)
    {
        Schema = schema;
        Document = document;
        _maxErrors = maxErrors;
        Suggestions = suggestions;
        foreach (var fragment in document.Definitions.OfType<FragmentNode>())
        {
            // Of two of one name, which another rule refuses, the last counts.
            Fragments[fragment.Name.Value] = fragment;
        }
    }

    internal Schema Schema { get; }

    internal DocumentNode Document { get; }

    /// <summary>Whether messages may name similar elements of the schema.</summary>
    internal bool Suggestions { get; }

    internal Dictionary<string, FragmentNode> Fragments { get; } = new(StringComparer.Ordinal);

    /// <summary>Of the field or directive whose arguments are visited.</summary>
    internal CompositeType? Parent { get; set; }

    internal VariableUsages Usages { get; } = new();

    internal IReadOnlyList<GraphQLError> Errors => _errors;

    internal bool IsFull => _errors.Count >= _maxErrors;

    internal void Report(string message, params ReadOnlySpan<SourceLocation> locations)
    {
        if (!IsFull)
        {
            _errors.Add(new GraphQLError(message, ErrorCodes.ValidationFailed) { Locations = locations.ToArray() });
        }
    }

    /// <summary>“ Did you mean …?” for a misspelt name, where the caller may see it.</summary>
    internal string Suggest(string name, IEnumerable<string> known) => Suggestions ? SimilarNames.Sentence(name, known) : "";
}
