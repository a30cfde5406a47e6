using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Npgsql;

namespace Engagement.Catalog.Geocoding;

/// <summary>
/// Beside the import: asks the geocoder for addresses that nobody has asked for, a batch at a time and one process at a time, and improves the
/// missions that an answer places better. A geocoder that fails is left in peace for longer each time; what is known stays known.
/// </summary>
internal sealed partial class GeocodeAddresses(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source,
    NationalGeocoder geocoder,
    ImproveMissions missions,
    TimeProvider clock,
    ILogger<GeocodeAddresses> logger) : RecurringWork(TimeSpan.FromSeconds(geocoder.Options.PauseSeconds), logger, clock)
{
    private const int TurnLock = 0x63617403;

    private readonly GeocodingOptions options = geocoder.Options;

    /// <summary>Asks one batch, keeps its answers and improves missions; returns how many addresses were asked for.</summary>
    internal async Task<int> AskOnce(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        if (!(bool)(await Run(connection, $"select pg_try_advisory_lock({TurnLock})", ct))!)
        {
            return 0;
        }

        try
        {
            var asked = await Ask(connection, ct);
            var improved = await missions.Improve(ct);
            Parked = await missions.CountParked(ct);
            Log.Asked(logger, asked, improved);
            return asked;
        }
        finally
        {
            // A pooled connection keeps its session locks.
            await Run(connection, $"select pg_advisory_unlock({TurnLock})", CancellationToken.None);
        }
    }

    protected override Task Round(CancellationToken ct) => AskOnce(ct);

    protected override bool IsPassing(Exception fault) => fault is GeocoderFault || base.IsPassing(fault);

    protected override Task Wait(int failures, CancellationToken ct) => Task.Delay(Pause(failures), Clock, ct);

    private async Task<int> Ask(NpgsqlConnection connection, CancellationToken ct)
    {
        var now = Clock.GetStoredNow();
        var questions = await GeocodingCache.Questions(connection, now.AddDays(-options.AskAgainDays), options.BatchSize, ct);
        if (questions.Count == 0)
        {
            return 0;
        }

        var answers = await geocoder.Ask(questions, ct);
        if (answers.Count == 0)
        {
            throw new GeocoderFault($"The geocoder answered none of {questions.Count} addresses.");
        }

        await GeocodingCache.Store(connection, answers, now, ct);
        // What it left out comes again in an hour, so that it does not stand before all others for ever.
        var answered = answers.Select(a => a.Key).ToHashSet(StringComparer.Ordinal);
        var left = questions.Where(q => !answered.Contains(q.Key)).Select(q => new GeocodingAnswer(q.Key, null, null, null, null, null)).ToList();
        await GeocodingCache.Store(connection, left, now.AddDays(-options.AskAgainDays).AddHours(1), ct);
        return questions.Count;
    }

    private TimeSpan Pause(int failures)
    {
        var longest = Math.Min(options.PauseSeconds * Math.Pow(2, failures), Math.Max(options.LongestPauseSeconds, options.PauseSeconds));
        return TimeSpan.FromSeconds(failures == 0 ? longest : longest * (0.75 + (Random.Shared.NextDouble() / 4)));
    }

    private static async Task<object?> Run(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2131, Level = LogLevel.Debug, Message = "The geocoder was asked for {Count} addresses; {Missions} missions are placed better")]
        internal static partial void Asked(ILogger logger, int count, int missions);
    }
}
