using System.Text.Json;
using Npgsql;

namespace Engagement.Messaging;

/// <summary>Tells a fault of the database's surroundings from a fault of what it was asked to do.</summary>
public static class DatabaseFault
{
    /// <summary>
    /// True when trying the same again later can succeed: connection lost, server stopping or out of resources, deadlock, time-out.
    /// False when the data itself is refused, so that it must be isolated.
    /// </summary>
    public static bool IsPassing(Exception exception) => exception switch
    {
        // Connection, transaction rollback, resources, operator's intervention, system: SQLSTATE classes 08, 40, 53, 57, 58.
        PostgresException postgres => postgres.SqlState[..2] is "08" or "40" or "53" or "57" or "58",
        NpgsqlException or TimeoutException or OperationCanceledException or IOException or ObjectDisposedException => true,
        _ => exception.InnerException is { } inner && IsPassing(inner),
    };

    /// <summary>
    /// True when the content of what was written is at fault: a value, a constraint or a size that PostgreSQL refuses (SQLSTATE classes
    /// 22, 23 and 54), or JSON that cannot be read. What is neither this nor passing is a fault of ours.
    /// </summary>
    public static bool IsContent(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState[..2] is "22" or "23" or "54",
        JsonException => true,
        _ => exception.InnerException is { } inner && IsContent(inner),
    };
}
