namespace Engagement.Importer.Runs;

/// <summary>A feed that suddenly lacks much of what it had is more often broken than right.</summary>
internal static class WithdrawalGuard
{
    private const int AlwaysAllowed = 20;
    private const int Percent = 20;

    internal static bool Holds(int absent, int live) => absent > AlwaysAllowed && (long)absent * 100 > (long)live * Percent;
}
