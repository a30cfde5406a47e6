using Engagement.Fuzz;

namespace Engagement.Missions.Tests;

/// <summary>Every input that fuzzing found worth keeping (<c>tools/Fuzz/corpus</c>) is read as each reader promises.</summary>
public sealed class FuzzCorpusTests
{
    private static readonly string Corpus = Path.Combine(RepositoryFolder.Path, "tools/Fuzz/corpus");

    public static TheoryData<string> Targets => [.. FuzzTarget.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_reader_keeps_its_promise_for_every_kept_input(string name)
    {
        var target = FuzzTarget.All.Single(t => t.Name == name);
        var files = Directory.GetFiles(Path.Combine(Corpus, name));
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var fault = await Record.ExceptionAsync(async () => await target.Run(await File.ReadAllBytesAsync(file)));
            Assert.True(fault is null, $"{Path.GetFileName(file)}: {fault}");
        }
    }

    [Fact]
    public void Every_folder_of_the_corpus_is_that_of_a_reader() =>
        Assert.Equal(FuzzTarget.All.Select(t => t.Name).Order(StringComparer.Ordinal), Directory.GetDirectories(Corpus).Select(Path.GetFileName).Order(StringComparer.Ordinal));
}
