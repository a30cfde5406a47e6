using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Npgsql;

namespace Engagement.Catalog.Geocoding;

/// <summary>Once a day, forgets what a geocoder answered more than a year ago for an address that no mission has any more.</summary>
internal sealed partial class ForgetAnswers(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source, TimeProvider clock, ILogger<ForgetAnswers> logger)
    : RecurringWork(TimeSpan.FromDays(1), logger, clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    internal async Task<int> Forget(CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            "delete from catalog.geocoding g where g.at < $1 and not exists (select from catalog.address a where a.geocoding_key = g.key)");
        command.Parameters.Add(new NpgsqlParameter { Value = Clock.GetStoredNow() - Kept });
        return await command.ExecuteNonQueryAsync(ct);
    }

    protected override async Task Round(CancellationToken ct) => Log.Forgotten(logger, await Forget(ct));

    private static partial class Log
    {
        [LoggerMessage(EventId = 2133, Level = LogLevel.Debug, Message = "{Count} answers of the geocoder forgotten, whose addresses are gone")]
        internal static partial void Forgotten(ILogger logger, int count);
    }
}
