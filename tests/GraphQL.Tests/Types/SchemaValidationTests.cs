using Engagement.GraphQL.Tests.Differential;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Tests.Types;

/// <summary>A faulty schema is refused with a sentence that names the element.</summary>
public sealed class SchemaValidationTests
{
    [Theory]
    [InlineData("type Query { a: Missing }", "There is no NamedType called Missing (line 1).")]
    [InlineData("type Query { __a: Int }", "The field Query.__a has a name that begins with __")]
    [InlineData("type Query { a(__b: Int): Int }", "The argument Query.a(__b:) has a name that begins with __")]
    [InlineData("type __Q { a: Int } type Query { a: Int }", "The type __Q has a name that begins with __")]
    [InlineData("type Query", "Query has no fields")]
    [InlineData("type Query { a: I } input I { b: Int }", "The field Query.a answers I, which is an input type.")]
    [InlineData("type Query { a(b: Query): Int }", "The argument Query.a(b:) is of type Query, which is no input type.")]
    [InlineData("type Query { a(b: Int! @deprecated): Int }", "The argument Query.a(b:) is required and cannot be deprecated.")]
    [InlineData("type Query { a(b: Int, b: Int): Int }", "The argument Query.a(b:) is declared twice.")]
    [InlineData("type Query implements N { a: Int } interface N { id: ID! }", "Query has no field id, which N demands.")]
    [InlineData("type Query implements N { id: ID } interface N { id: ID! }", "Query.id is of type ID, but N.id demands ID!.")]
    [InlineData("type Query implements N { a: Int } interface N { a(b: Int): Int }", "Query.a must have the argument b: Int, because N has it.")]
    [InlineData("type Query implements N { a(c: Int!): Int } interface N { a: Int }", "The argument Query.a(c:) is required, but N.a does not have it.")]
    [InlineData("type Query implements B { a: Int } interface A { a: Int } interface B implements A { a: Int }", "Query must implement A, because B does.")]
    [InlineData("type Query { a: Int } interface A implements A { a: Int }", "A cannot implement itself.")]
    [InlineData("type Query implements N & N { a: Int } interface N { a: Int }", "Query implements N twice.")]
    [InlineData("type Query { a: U } union U", "The union U has no members.")]
    [InlineData("type Query { a: U } union U = Query | Query", "The union U has Query twice.")]
    [InlineData("type Query { a: E } enum E", "The enum E has no values.")]
    [InlineData("type Query { a: E } enum E { A A }", "The enum E has the value A twice.")]
    [InlineData("type Query { a(i: I): Int } input I", "The input object I has no fields.")]
    [InlineData("type Query { a(i: I): Int } input I { a: J! } input J { b: I! }", "needs itself through")]
    [InlineData("type Query { a(i: I): Int } input I @oneOf { a: Int! }", "The field I.a of a OneOf input object must be nullable and have no default.")]
    [InlineData("type Query { a(i: I): Int } input I @oneOf { a: Int = 1 }", "The field I.a of a OneOf input object must be nullable and have no default.")]
    [InlineData("type A { a: Int }", "There is no query type.")]
    [InlineData("type Query { a: Int } type Query { b: Int }", "The type Query is defined twice.")]
    public void A_faulty_schema_is_refused(string sdl, string fault)
    {
        var refusal = Assert.Throws<SchemaException>(() => new Subject(sdl, Corpus.Data));
        Assert.Contains(fault, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var refusal = Assert.Throws<SchemaException>(() => new Subject("type Query { __a: Int __b: Int c: U } union U", Corpus.Data));
        Assert.Equal(3, refusal.Faults.Count);
    }

    [Theory]
    [InlineData("type Query { a(i: I): Int } input I { a: I b: [I!]! }")]
    [InlineData("type Query implements N { a: Int! b: [Query!]! } interface N { a: Int b: [N] }")]
    [InlineData("schema { query: Q } type Q { a: Int } extend type Q { b: Int }")]
    public void What_only_looks_faulty_is_accepted(string sdl) => Assert.NotNull(new Subject(sdl, Corpus.Data).Schema);
}
