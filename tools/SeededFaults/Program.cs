using System.Diagnostics;
using Engagement.SeededFaults;

// seeded-faults ROOT COPY [WORD]
// ROOT: the repository. COPY: a built copy of it, which is changed and set right again. WORD: only faults of that area, or with that word.
if (args.Length is < 2 or > 3)
{
    Console.Error.WriteLine("usage: seeded-faults ROOT COPY [WORD]");
    return 2;
}

var (root, copy, word) = (args[0], args[1], args.ElementAtOrDefault(2) ?? "");
var faults = Directory.GetFiles(Path.Combine(root, "tools/SeededFaults/faults"), "*.txt").Order(StringComparer.Ordinal)
    .SelectMany(SeededFault.ReadAll)
    .Where(f => f.Area == word || f.Sentence.Contains(word, StringComparison.OrdinalIgnoreCase))
    .ToList();
if (faults.Count == 0)
{
    Console.Error.WriteLine($"no fault of the area \"{word}\", or with that word");
    return 2;
}

Console.WriteLine("| area | fault | caught by | s |\n|---|---|---|---|");
var caught = 0;
foreach (var fault in faults)
{
    var clock = Stopwatch.StartNew();
    var verdict = await FaultRun.Try(fault, copy);
    caught += verdict.IsCaught ? 1 : 0;
    Console.WriteLine($"| {fault.Area} | {fault.Sentence} | {verdict.Text} | {clock.Elapsed.TotalSeconds:0} |");
}

Console.WriteLine($"\n{caught} of {faults.Count} caught ({100.0 * caught / faults.Count:0} %)");
return caught == faults.Count ? 0 : 1;
