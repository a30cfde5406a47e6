using Microsoft.EntityFrameworkCore;

namespace Engagement.Search.Storage;

/// <summary>
/// The <c>search</c> schema. The replica is written and read in bulk with Npgsql; the model is here for migrations and for plain queries.
/// </summary>
internal sealed class SearchDb(DbContextOptions<SearchDb> options) : DbContext(options)
{
    internal const string Schema = "search";

    internal DbSet<MissionRow> Missions => Set<MissionRow>();

    internal DbSet<OrganizationRow> Organizations => Set<OrganizationRow>();

    internal DbSet<RecordTrustRow> RecordTrusts => Set<RecordTrustRow>();

    internal DbSet<DeadEntryRow> DeadEntries => Set<DeadEntryRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(SearchDb).Assembly);
    }
}
