namespace Engagement.Missions;

/// <summary>What is found wrong or tolerated in the mission under judgement.</summary>
internal sealed class Remarks
{
    private const int MaxValueLength = 200;

    // Bounds what a mission of a thousand faulty addresses can put into a report.
    private const int MaxWarnings = 50;

    private int _warningsLeftOut;
    private int _warningsLine;
    private List<FeedRemark>? _refusals;
    private List<FeedRemark>? _warnings;

    internal IReadOnlyList<FeedRemark> Refusals => _refusals ?? (IReadOnlyList<FeedRemark>)[];

    /// <summary>The first ones; the last says how many there are beyond them.</summary>
    internal IReadOnlyList<FeedRemark> Warnings => _warningsLeftOut == 0
        ? _warnings ?? (IReadOnlyList<FeedRemark>)[]
        : [.. _warnings!, new FeedRemark(
            FeedCodes.TooManyWarnings, "mission", null, _warningsLine,
            $"{_warningsLeftOut} autres avertissements ne sont pas détaillés : corrigez d'abord ceux-ci.")];

    internal bool Refused => _refusals is not null;

    internal void Clear() => (_refusals, _warnings, _warningsLeftOut) = (null, null, 0);

    internal void Refuse(string code, RawValue value, string message) => (_refusals ??= []).Add(Remark(code, value, message));

    internal void Warn(string code, RawValue value, string message)
    {
        _warnings ??= [];
        if (_warnings.Count < MaxWarnings)
        {
            _warnings.Add(Remark(code, value, message));
            return;
        }

        _warningsLeftOut++;
        _warningsLine = value.Line;
    }

    private static FeedRemark Remark(string code, RawValue value, string message) =>
        new(code, value.Element, Cut(value.Text), value.Line, message);

    private static string? Cut(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length <= MaxValueLength)
        {
            return string.IsNullOrEmpty(text) ? null : text;
        }

        var length = char.IsHighSurrogate(text[MaxValueLength - 1]) ? MaxValueLength - 1 : MaxValueLength;
        return text[..length];
    }
}
