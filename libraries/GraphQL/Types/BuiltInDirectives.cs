using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Types;

/// <summary>The directives that every schema has.</summary>
internal static class BuiltInDirectives
{
    private const string DefaultReason = "No longer supported";

    internal static readonly DirectiveDefinition Include = new(
        "include", [DirectiveLocations.Field, DirectiveLocations.FragmentSpread, DirectiveLocations.InlineFragment],
        [new InputValueDefinition("if", BuiltInScalars.Boolean.NonNull) { Description = "Included when true." }])
    {
        Description = "Directs the executor to include this field or fragment only when the `if` argument is true.",
    };

    internal static readonly DirectiveDefinition Skip = new(
        "skip", [DirectiveLocations.Field, DirectiveLocations.FragmentSpread, DirectiveLocations.InlineFragment],
        [new InputValueDefinition("if", BuiltInScalars.Boolean.NonNull) { Description = "Skipped when true." }])
    {
        Description = "Directs the executor to skip this field or fragment when the `if` argument is true.",
    };

    internal static readonly DirectiveDefinition Deprecated = new(
        "deprecated", ["FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INPUT_FIELD_DEFINITION", "ENUM_VALUE"],
        [
            new InputValueDefinition("reason", BuiltInScalars.String.NonNull)
            {
                Description = "Explains why this element was deprecated, usually also including a suggestion for how to access supported similar data. Formatted using the Markdown syntax, as specified by [CommonMark](https://commonmark.org/).",
                DefaultValue = new StringNode(DefaultReason),
            },
        ])
    {
        Description = "Marks an element of a GraphQL schema as no longer supported.",
    };

    internal static readonly DirectiveDefinition SpecifiedBy = new(
        "specifiedBy", ["SCALAR"], [new InputValueDefinition("url", BuiltInScalars.String.NonNull) { Description = "The URL that specifies the behavior of this scalar." }])
    {
        Description = "Exposes a URL that specifies the behavior of this scalar.",
    };

    internal static readonly DirectiveDefinition OneOf = new("oneOf", ["INPUT_OBJECT"], [])
    {
        Description = "Indicates exactly one field must be supplied and this field must not be `null`.",
    };

    internal static readonly IReadOnlyList<DirectiveDefinition> All = [Include, Skip, Deprecated, SpecifiedBy, OneOf];
}
