using Engagement.EndToEnd.Tests.Oracle;
using Engagement.Testing;

namespace Engagement.EndToEnd.Tests;

/// <summary>An instance that holds the sample feed, for tests that only read.</summary>
public sealed class ImportedSample : IAsyncLifetime
{
    internal const string Publisher = "Partenaire de test";
    private TestDatabase database = null!;

    internal Instance Instance { get; private set; } = null!;

    /// <summary>What the file says is visible now.</summary>
    internal IReadOnlyList<FileMission> Visible { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        database = await PostgresCluster.CreateDatabase();
        Instance = await Instance.Start(database);
        await using var feed = File.OpenRead(SampleFeeds.First);
        (await Instance.ImportFile(Publisher, feed)).AssertCounts(SampleFeeds.Size, created: SampleFeeds.Size);
        Visible = [.. FileReader.Read(SampleFeeds.First).Where(m => m.VisibleAt(Instance.Now))];
        Assert.InRange(Visible.Count, SampleFeeds.Size * 9 / 10, SampleFeeds.Size);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Instance.DisposeAsync();
        await database.DisposeAsync();
    }
}

/// <summary>One instance for all of them.</summary>
[CollectionDefinition(nameof(ImportedSample))]
public sealed class ImportedSampleCollection : ICollectionFixture<ImportedSample>;
