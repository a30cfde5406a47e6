namespace Engagement.Missions.Tests;

/// <summary>What a row of the format's table shows.</summary>
public enum Case
{
    /// <summary>As the format wants it.</summary>
    Good,

    /// <summary>Tolerated, or at a limit.</summary>
    Edge,

    /// <summary>Wrong: refused or ignored.</summary>
    Bad,
}

/// <summary>
/// One line of the format: an element with its content, and what must come of it: <c>path=value</c> in the accepted mission,
/// <c>!CODE</c> a refusal, <c>~CODE</c> a warning on an accepted mission.
/// </summary>
public sealed record FormatRow(string Element, Case Case, string Xml, params string[] Expected)
{
    /// <summary>As an element of a mission: the first name of its path, holding the others.</summary>
    public (string Element, string Xml) InMission
    {
        get
        {
            var path = Element.Split('/');
            return (path[0], path[1..].Reverse().Aggregate(Xml, (inner, name) => $"<{name}>{inner}</{name}>"));
        }
    }

    /// <summary>As the test's name shows it.</summary>
    public override string ToString() => $"{Element} {Case}: {(Xml.Length > 60 ? Xml[..60] + "…" : Xml)} → {string.Join(" ", Expected)}";
}
