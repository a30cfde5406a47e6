namespace Engagement.Messaging;

/// <summary>
/// The sum by which two services find out that they hold the same contents: the rows are many, the sum is one number, and the order makes no
/// difference. A content's hash names its entity, so that two contents which change places change the sum.
/// </summary>
public static class HashSum
{
    /// <summary>A SQL expression: the sum of the first eight bytes of a column of SHA-256 hashes, as text; <c>0</c> without rows.</summary>
    /// <param name="column">The column, as the statement names it.</param>
    public static string Of(string column) => $"coalesce(sum(('x' || encode(substring({column} for 8), 'hex'))::bit(64)::bigint), 0)::text";
}
