using Engagement.Hosting;
using Engagement.Search.Index;
using Engagement.Search.Keys;
using Engagement.Search.Missions;
using Engagement.Search.Organizations;
using Engagement.Search.Publishers;

namespace Engagement.Search.Indexing;

/// <summary>What is kept in memory of the replica, and whether it is complete.</summary>
internal static class IndexingFeature
{
    internal static void AddIndexing(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(_ => new MissionIndex());
        builder.AddKeys();
        builder.Services.AddSingleton<PublisherDirectory>();
        builder.Services.AddSingleton<MissionCache>();
        builder.Services.AddSingleton<OrganizationCache>();
        builder.Services.AddSingleton<OrganizationIndex>();
        builder.Services.AddSingleton<OrganizationMemory>();
        builder.Services.AddSingleton<MemoryOfReplica>();
        builder.Services.AddSingleton<FollowReplica>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<FollowReplica>());
        builder.Services.AddSingleton<SearchReadiness>();
        builder.Services.AddHealthChecks().AddCheck<SearchReadiness>("search", tags: [ServiceDefaults.Ready]);
    }
}
