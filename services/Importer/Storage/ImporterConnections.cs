using Npgsql;

namespace Engagement.Importer.Storage;

/// <summary>The connections of the role <c>importer</c>.</summary>
internal sealed class ImporterConnections([FromKeyedServices(ImporterDb.Schema)] NpgsqlDataSource source)
{
    internal NpgsqlDataSource Source => source;
}
