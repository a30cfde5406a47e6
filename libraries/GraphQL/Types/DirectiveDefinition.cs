namespace Engagement.GraphQL.Types;

/// <summary>A directive that documents or schemas may use.</summary>
internal sealed class DirectiveDefinition(string name, IReadOnlyList<string> locations, IReadOnlyList<InputValueDefinition> arguments)
{
    internal string Name { get; } = name;

    internal IReadOnlyList<string> Locations { get; } = locations;

    internal IReadOnlyList<InputValueDefinition> Arguments { get; } = arguments;

    internal string? Description { get; init; }

    internal bool IsRepeatable { get; init; }
}

/// <summary>The places of a directive, as the specification names them.</summary>
internal static class DirectiveLocations
{
    internal const string Query = "QUERY";
    internal const string Mutation = "MUTATION";
    internal const string Subscription = "SUBSCRIPTION";
    internal const string Field = "FIELD";
    internal const string FragmentDefinition = "FRAGMENT_DEFINITION";
    internal const string FragmentSpread = "FRAGMENT_SPREAD";
    internal const string InlineFragment = "INLINE_FRAGMENT";
    internal const string VariableDefinition = "VARIABLE_DEFINITION";

    internal static readonly IReadOnlyList<string> All =
    [
        Query, Mutation, Subscription, Field, FragmentDefinition, FragmentSpread, InlineFragment, VariableDefinition,
        "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE",
        "INPUT_OBJECT", "INPUT_FIELD_DEFINITION",
    ];
}
