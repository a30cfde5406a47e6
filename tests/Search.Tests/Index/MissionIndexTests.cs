using System.Text.Json;
using System.Text.Json.Serialization;
using Engagement.Search.Index;
using Xunit.Abstractions;

namespace Engagement.Search.Tests.Index;

public sealed class MissionIndexTests(ITestOutputHelper output)
{
    private const int Seed = 20261102;
    private static readonly JsonSerializerOptions Readable = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    [Fact]
    public void Answers_as_a_loop_over_the_documents_does()
    {
        var random = new Random(Seed);
        var world = new SmallWorld(random);
        var documents = world.Missions(1_500);
        var index = Load(documents, 230);
        var oracle = new Oracle(documents);
        var queries = new RandomQueries(world, random);
        var found = 0;
        for (var i = 0; i < 300; i++)
        {
            var query = queries.Query();
            found += oracle.Retained(query).Count > 0 ? 1 : 0;
            Explain(query, () => AssertSame(oracle, query, index.Search(query)));
        }

        Assert.InRange(found, 180, 300);
    }

    private void Explain(MissionQuery query, Action assertion)
    {
        try
        {
            assertion();
        }
        catch
        {
            output.WriteLine($"seed {Seed}: {JsonSerializer.Serialize(query, Readable)}");
            throw;
        }
    }

    private static void AssertSame(Oracle oracle, MissionQuery query, MissionResult result)
    {
        var retained = oracle.Retained(query);
        Assert.Equal(retained.Count, result.TotalCount);
        var ids = result.Hits.Select(hit => hit.Id).ToList();
        Assert.Equal(Math.Min(query.Page.Size, retained.Count), ids.Count);
        if (oracle.Ordered(query) is { } ordered) Assert.Equal(ordered.Take(query.Page.Size), ids);
        Assert.Subset(retained.Select(mission => mission.Id).ToHashSet(), ids.ToHashSet());
        Assert.Equal(retained.Count > query.Page.Size, result.HasNext);
        Assert.False(result.HasPrevious);
        foreach (var facet in result.Facets)
        {
            Assert.Equal(oracle.Facet(query, facet.Facet), facet.Counts.Select(count => (count.Code, count.Count)));
        }
    }

    internal static MissionIndex Load(IReadOnlyList<MissionDocument> documents, int batch)
    {
        var index = new MissionIndex();
        foreach (var chunk in documents.Chunk(batch)) index.Apply(new IndexBatch(chunk[^1].Number, chunk, []));
        return index;
    }
}
