using Engagement.Catalog.Keys;
using Engagement.Catalog.Missions;
using Engagement.Catalog.Organizations;
using Engagement.Catalog.Publishers;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Catalog.Storage;

/// <summary>The tables of schema <c>catalog</c>, for pages and single operations; what concerns many rows is written set-based.</summary>
internal sealed class CatalogDb(DbContextOptions<CatalogDb> options) : DbContext(options)
{
    internal const string Schema = "catalog";

    internal DbSet<Publisher> Publishers => Set<Publisher>();

    internal DbSet<ApiKey> Keys => Set<ApiKey>();

    internal DbSet<Organization> Organizations => Set<Organization>();

    internal DbSet<Mission> Missions => Set<Mission>();

    internal DbSet<Address> Addresses => Set<Address>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.HasDefaultSchema(Schema).ApplyConfigurationsFromAssembly(typeof(CatalogDb).Assembly);
}
