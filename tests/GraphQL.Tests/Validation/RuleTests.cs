using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Language;
using Engagement.GraphQL.Tests.Differential;
using Engagement.GraphQL.Validation;

namespace Engagement.GraphQL.Tests.Validation;

/// <summary>Each rule alone accepts and refuses its documents of corpus.txt.</summary>
public sealed class RuleTests
{
    private static readonly Subject Subject = new(Corpus.Sdl, Corpus.Data);

    public static TheoryData<string> Rules() => new(DocumentValidator.AllRules().Select(r => r.GetType().Name));

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_accepts_and_refuses_at_least_three_documents(string rule)
    {
        var accepted = Of(rule, "accept");
        // The schema of the corpus has all three root types: that rule's refusals have a test of their own.
        var refused = rule == "KnownOperationTypes" ? [] : Of(rule, "refuse");
        Assert.True(accepted.Count >= 3 && (refused.Count >= 3 || rule == "KnownOperationTypes"));
        Assert.All(accepted, text => Assert.Empty(Check(rule, text)));
        Assert.All(refused, text => Assert.NotEmpty(Check(rule, text)));
    }

    [Theory]
    [InlineData("mutation { a }")]
    [InlineData("subscription { a }")]
    [InlineData("{ a } mutation M { a }")]
    public void An_operation_without_a_root_type_is_refused(string text)
    {
        var small = new Subject("type Query { a: Int }", Corpus.Data).Schema;
        Assert.Contains(DocumentValidator.Validate(small, Parser.Parse(text)), e => e.Message.Contains("not supported by the schema", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ me { nam } }", "Cannot query field \"nam\" on type \"Person\". Did you mean \"name\"?")]
    [InlineData("{ echoRequired(j: 1, i: 1) }", "Unknown argument \"j\" on field \"Query.echoRequired\". Did you mean \"i\" or \"s\"?")]
    public void Suggestions_are_made_when_allowed(string text, string message)
    {
        Assert.Equal(message, DocumentValidator.Validate(Subject.Schema, Parser.Parse(text), 10, suggestions: true)[0].Message);
        Assert.DoesNotContain("Did you mean", DocumentValidator.Validate(Subject.Schema, Parser.Parse(text), 10, suggestions: false)[0].Message, StringComparison.Ordinal);
    }

    /// <summary>Documents that graphql-js 16 lets pass against the specification.</summary>
    [Theory]
    [InlineData("OverlappingFieldsCanBeMerged", "{ being { ... on Dog { friend { a: legs } } ... on Cat { friend { a: __typename } } } }")]
    [InlineData("VariablesInAllowedPosition", "query($id: ID) { echoChoice(choice: {id: $id}) }")]
    public void Where_the_oracle_is_lax_the_specification_decides(string rule, string text) => Assert.NotEmpty(Check(rule, text));

    private static List<string> Of(string rule, string outcome) =>
        [.. Corpus.Documents.Where(d => d.Section == $"rule {rule} {outcome}").Select(d => d.Text)];

    private static IReadOnlyList<GraphQLError> Check(string rule, string text) =>
        DocumentValidator.Validate(Subject.Schema, Parser.Parse(text), [.. DocumentValidator.AllRules().Where(r => r.GetType().Name == rule)]);
}
