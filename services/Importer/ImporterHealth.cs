using Engagement.Importer.Batches;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Engagement.Importer;

/// <summary>Ready when what an ended process left without an outcome has been sent again.</summary>
internal sealed class ImporterHealth(ResendBatches resend) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        resend.IsDone
            ? HealthCheckResult.Healthy("Every batch without an outcome has been sent again.")
            : HealthCheckResult.Unhealthy("Batches without an outcome are being sent again."));
}
