namespace Engagement.Missions;

/// <summary>What is found wrong or tolerated in the mission under judgement.</summary>
internal sealed class Remarks
{
    private const int MaxValueLength = 200;
    private const int MaxFieldLength = 100;
    private const int MaxMessageLength = 1_000;

    // Bounds what a mission of a thousand faulty addresses can put into a report: so many refusals, and so many warnings.
    private const int MaxOfAKind = 50;

    private int _leftOut;
    private int _lineOfRest;
    private List<FeedRemark>? _refusals;
    private List<FeedRemark>? _warnings;

    internal IReadOnlyList<FeedRemark> Refusals => _refusals ?? (IReadOnlyList<FeedRemark>)[];

    /// <summary>The first ones; the last says how many remarks there are beyond those that are told.</summary>
    internal IReadOnlyList<FeedRemark> Warnings => _leftOut == 0
        ? _warnings ?? (IReadOnlyList<FeedRemark>)[]
        : [.. _warnings ?? [], new FeedRemark(
            FeedCodes.TooManyWarnings, "mission", null, _lineOfRest,
            $"{_leftOut} autres avertissements ne sont pas détaillés : corrigez d'abord ceux-ci.")];

    internal bool Refused => _refusals is not null;

    internal void Clear() => (_refusals, _warnings, _leftOut) = (null, null, 0);

    internal void Refuse(string code, RawValue value, string message) => Add(_refusals ??= [], code, value, message);

    internal void Warn(string code, RawValue value, string message) => Add(_warnings ??= [], code, value, message);

    private void Add(List<FeedRemark> remarks, string code, RawValue value, string message)
    {
        if (remarks.Count < MaxOfAKind)
        {
            remarks.Add(Remark(code, value, message));
            return;
        }

        _leftOut++;
        _lineOfRest = value.Line;
    }

    private static FeedRemark Remark(string code, RawValue value, string message) => new(
        code,
        TextLimits.Cut(value.Element, MaxFieldLength),
        string.IsNullOrEmpty(value.Text) ? null : TextLimits.Cut(value.Text, MaxValueLength),
        value.Line,
        TextLimits.Cut(message, MaxMessageLength));
}
