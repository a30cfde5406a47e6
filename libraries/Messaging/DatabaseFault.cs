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
}
