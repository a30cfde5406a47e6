using System.Net;
using Engagement.GraphQL.Execution;

namespace Engagement.GraphQL.Tests.Http;

/// <summary>Registered documents come from a folder, read and checked at start.</summary>
public sealed class DocumentFolderTests : IDisposable
{
    private const string Books = "{ books(first: 1) { id } }";

    private readonly string _folder = Directory.CreateTempSubdirectory("documents-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Files_and_manifests_are_registered()
    {
        const string Titles = "query Titles { books(first: 2) { title } }";
        Write("books.graphql", Books + "\n");
        Write("persisted-documents.json", $"{{\"{PersistedDocuments.IdOf(Titles)}\":\"{Titles}\"}}");
        await using var server = await HttpServer.Start(o => o.DocumentsFolder = _folder);
        foreach (var id in new[] { PersistedDocuments.IdOf(Books + "\n"), PersistedDocuments.IdOf(Titles) })
        {
            Assert.Equal(HttpStatusCode.OK, (await server.Get($"?documentId={id}", "application/graphql-response+json")).Status);
        }
        Assert.Equal(ErrorCodes.PersistedQueryNotFound, (await server.Get($"?documentId={PersistedDocuments.IdOf(Books)}")).Code);
    }

    [Theory]
    [InlineData("broken.graphql", "{ books(", "broken.graphql: ")]
    [InlineData("old.graphql", "{ gone }", "old.graphql: Cannot query field \"gone\"")]
    [InlineData("sha1.json", "{\"da39a3ee5e6b4b0d3255bfef95601890afd80709\":\"{ __typename }\"}", "sha1.json: da39a3ee5e6b4b0d3255bfef95601890afd80709 is not the SHA-256 of its document")]
    [InlineData("list.json", "[\"{ __typename }\"]", "list.json: a manifest is a JSON object of documents by their SHA-256.")]
    [InlineData("torn.json", "{", "torn.json: a manifest is a JSON object")]
    public async Task A_faulty_document_keeps_the_server_from_starting(string file, string text, string fault)
    {
        Write(file, text);
        Write("good.graphql", Books);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => HttpServer.Start(o => o.DocumentsFolder = _folder));
        Assert.Contains(fault, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("GraphQL:DocumentsFolder", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("good.graphql", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_a_fault()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => HttpServer.Start(o => o.DocumentsFolder = Path.Combine(_folder, "absent")));
        Assert.Contains("GraphQL:DocumentsFolder", refusal.Message, StringComparison.Ordinal);
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);
}
