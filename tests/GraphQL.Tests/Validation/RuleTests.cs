using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Language;
using Engagement.GraphQL.Tests.Differential;
using Engagement.GraphQL.Validation;
using Engagement.Testing;
using Xunit.Abstractions;

namespace Engagement.GraphQL.Tests.Validation;

/// <summary>Each rule alone accepts and refuses its documents of corpus.txt.</summary>
public sealed class RuleTests(ITestOutputHelper output)
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

    [Fact]
    public void The_corpus_has_three_documents_for_and_against_each_rule()
    {
        var counts = DocumentValidator.AllRules().Select(r => r.GetType().Name)
            .Select(rule => (Rule: rule, Accepted: Of(rule, "accept").Count, Refused: rule == "KnownOperationTypes" ? RefusedOperations.Length : Of(rule, "refuse").Count)).ToList();

        output.Print($"GraphQL: documents accepted and refused by each of {counts.Count} rules: {string.Join(", ", counts.Select(c => $"{c.Rule} {c.Accepted}/{c.Refused}"))}");
        Assert.All(counts, c => Assert.True(c is { Accepted: >= 3, Refused: >= 3 }, $"{c.Rule} has {c.Accepted} and {c.Refused}"));
        // A section of the corpus that names no rule would count for nothing.
        var named = Corpus.Documents.Select(d => d.Section.Split(' ')).Where(s => s[0] == "rule").Select(s => s[1]).Distinct();
        Assert.Empty(named.Except(counts.Select(c => c.Rule)));
    }

    /// <summary>The schema of the corpus has all three root types: what the rule on them refuses is checked against a smaller one.</summary>
    private static readonly string[] RefusedOperations = ["mutation { a }", "subscription { a }", "{ a } mutation M { a }"];

    public static TheoryData<string> OperationsWithoutRoot() => new(RefusedOperations);

    [Theory]
    [MemberData(nameof(OperationsWithoutRoot))]
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
