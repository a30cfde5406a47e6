using Engagement.Messaging;
using Npgsql;

namespace Engagement.Importer.Storage;

/// <summary>The connections of the role <c>importer</c>, and what the service thinks of its clock.</summary>
internal sealed class ImporterConnections(
    [FromKeyedServices(ImporterDb.Schema)] NpgsqlDataSource source, [FromKeyedServices(ImporterDb.Schema)] ClockWatch clock)
{
    internal NpgsqlDataSource Source => source;

    internal ClockWatch Clock => clock;
}
