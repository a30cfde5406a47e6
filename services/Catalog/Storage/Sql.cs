using Npgsql;

namespace Engagement.Catalog.Storage;

/// <summary>Statements with positional parameters, several in one round trip.</summary>
internal static class Sql
{
    /// <summary>Adds a statement; an array is one parameter, for <c>unnest</c> or <c>any</c>.</summary>
    internal static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
        return command;
    }
}
