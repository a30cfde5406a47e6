namespace Engagement.Importer.Runs;

/// <summary>What a run counts by itself, readable while it goes on; Catalog's outcomes are counted in the run's record.</summary>
internal sealed class RunProgress
{
    internal int Received { get; set; }

    /// <summary>Equal to what Catalog confirmed, so not sent.</summary>
    internal int Unchanged { get; set; }
    internal int Refused { get; set; }
    internal int Duplicates { get; set; }
    internal int Warnings { get; set; }
    internal int Sent { get; set; }

    /// <summary>Sent missions whose outcome is written.</summary>
    internal int Confirmed => confirmed;

    internal string Phase { get; set; } = "waiting for the feed's current run";

    private int confirmed;

    internal void Confirm(int missions) => Interlocked.Add(ref confirmed, missions);
}
