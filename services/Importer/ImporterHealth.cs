using Engagement.Importer.Batches;
using Engagement.Importer.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Engagement.Importer;

/// <summary>Ready when the schema is up to date and what an ended process left without an outcome has been sent again.</summary>
internal sealed class ImporterHealth(MigrateAtStart migration, ResendBatches resend) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        !migration.IsDone ? HealthCheckResult.Unhealthy("The schema importer is being migrated.")
        : !resend.IsDone ? HealthCheckResult.Unhealthy("Batches without an outcome are being sent again.")
        : HealthCheckResult.Healthy("Migrated; every batch without an outcome has been sent again."));
}
