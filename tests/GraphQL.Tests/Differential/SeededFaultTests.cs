using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Testing;
using Xunit.Abstractions;

namespace Engagement.GraphQL.Tests.Differential;

/// <summary>The oracle's answers over the corpus, asked once.</summary>
public sealed class OracleAnswers
{
    public OracleAnswers()
    {
        using var oracle = new Oracle(Corpus.Sdl, Corpus.Data);
        Answers = [.. Corpus.Documents.Where(d => !d.Text.Contains("__", StringComparison.Ordinal)).Select(d => (d, oracle.Ask(d.Request())))];
    }

    public IReadOnlyList<(CorpusDocument Document, JsonNode Expected)> Answers { get; }
}

/// <summary>The comparison with graphql-js notices faults in the engine: each of these is caught by some document of the corpus.</summary>
public sealed class SeededFaultTests(OracleAnswers oracle, ITestOutputHelper output) : IClassFixture<OracleAnswers>
{
    [Fact]
    public void At_least_fifteen_faults_are_seeded()
    {
        var faults = typeof(SeededFaultTests).GetMethod(nameof(A_seeded_fault_is_caught))!.GetCustomAttributes<InlineDataAttribute>().Count();
        output.Print($"GraphQL: {faults} faults seeded into the engine, each caught by the comparison");
        Assert.True(faults >= 15);
    }

    [Theory]
    [InlineData("ResponseBuffer", "Truncate", 0)]
    [InlineData("Schema", "IsPossible", 1)]
    [InlineData("Schema", "Overlap", 1)]
    [InlineData("Schema", "IsSubtype", 1)]
    [InlineData("FieldMergeCheck", "CanMerge", 1)]
    [InlineData("Literals", "SameArguments", 1)]
    [InlineData("PlanBuilder", "IsIncluded", 1)]
    [InlineData("PlanBuilder", "Applies", 1)]
    [InlineData("ArgumentPlan", "HasVariable", 0)]
    [InlineData("VariablesInAllowedPosition", "IsAllowed", 1)]
    [InlineData("ValuesOfCorrectType", "CheckEnum", 0)]
    [InlineData("NoFragmentCycles", "Report", 0)]
    [InlineData("NoUndefinedVariables", "LeaveDocument", 0)]
    [InlineData("UniqueVariableNames", "EnterOperation", 0)]
    [InlineData("InputCoercion", "CheckOneOf", 0)]
    [InlineData("InputValueDefinition", "get_IsRequired", 0)]
    [InlineData("GraphQLType", "get_IsNonNull", 0)]
    [InlineData("BlockString", "LeadingWhiteSpace", 0)]
    public async Task A_seeded_fault_is_caught(string type, string method, int answer)
    {
        var fault = new SeededFault(type, method, answer);
        try
        {
            foreach (var (document, expected) in oracle.Answers)
            {
                if (await Notice(fault, document, expected) is { } notice)
                {
                    output.WriteLine($"{type}.{method} = {answer}: {document.Text}\n{notice}");
                    return;
                }
            }
        }
        finally
        {
            fault.Unload();
        }
        Assert.Fail($"No document of the corpus notices that {type}.{method} answers {answer}.");
    }

    private static async Task<string?> Notice(SeededFault fault, CorpusDocument document, JsonNode expected)
    {
        try
        {
            return Comparison.Difference(expected, await fault.Ask(document.Request()));
        }
        catch (Exception e) when (e is not (TargetInvocationException { InnerException: FileNotFoundException } or BadImageFormatException))
        {
            // An answer that is no JSON, or none at all, is noticed too.
            return e is JsonException ? "no JSON" : e.GetType().Name;
        }
    }
}
