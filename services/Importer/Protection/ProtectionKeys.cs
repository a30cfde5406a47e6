using System.Xml.Linq;
using Engagement.Importer.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Engagement.Importer.Protection;

/// <summary>The keys of Data Protection in <c>importer.protection_key</c>. The framework reads them rarely, and only without awaiting.</summary>
internal sealed class ProtectionKeys(ImporterConnections connections) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var keys = new List<XElement>();
        using var command = connections.Source.CreateCommand("select body from importer.protection_key order by name");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            keys.Add(XElement.Parse(reader.GetString(0)));
        }

        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = connections.Source.CreateCommand(
            "insert into importer.protection_key (name, body) values ($1, $2) on conflict (name) do update set body = excluded.body");
        command.Parameters.Add(new NpgsqlParameter { Value = friendlyName });
        command.Parameters.Add(new NpgsqlParameter { Value = element.ToString(SaveOptions.DisableFormatting) });
        command.ExecuteNonQuery();
    }
}
