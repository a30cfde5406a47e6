using System.Diagnostics;
using System.Threading.Channels;
using Engagement.SeededFaults;

// seeded-faults ROOT WORD COPY...
// ROOT: the repository. WORD: only faults of that area, or with that word; "" for all. COPY: built copies of the repository, which are changed and
// set right again; so many faults are tried side by side.
if (args.Length < 3)
{
    Console.Error.WriteLine("usage: seeded-faults ROOT WORD COPY...");
    return 2;
}

var (root, word) = (args[0], args[1]);
var faults = SeededFault.ReadLists(root).Where(f => f.Area == word || f.Sentence.Contains(word, StringComparison.OrdinalIgnoreCase)).ToList();
if (faults.Count == 0)
{
    Console.Error.WriteLine($"no fault of the area \"{word}\", or with that word");
    return 2;
}

var free = Channel.CreateUnbounded<WorkingCopy>();
foreach (var copy in args[2..])
{
    free.Writer.TryWrite(new WorkingCopy(copy));
}

var broken = await Task.WhenAll(faults.GroupBy(f => f.Tests).Select(project =>
    InCopy(copy => FaultRun.FailWithoutFault(project.Key, [.. project.SelectMany(f => f.First).Distinct()], copy))));
if (broken.SelectMany(tests => tests).ToList() is { Count: > 0 } names)
{
    Console.Error.WriteLine($"fails without a fault, mend it first: {string.Join(", ", names)}");
    return 2;
}

Console.WriteLine("| area | fault | caught by | s |\n|---|---|---|---|");
var caught = 0;
// Begun in the order of the lists and printed in it, each as soon as those before it are.
foreach (var run in faults.ConvertAll(fault => (Fault: fault, Verdict: InCopy(copy => Timed(fault, copy)))))
{
    var (verdict, seconds) = await run.Verdict;
    caught += verdict.IsCaught ? 1 : 0;
    Console.WriteLine($"| {run.Fault.Area} | {run.Fault.Sentence} | {verdict.Text} | {seconds:0} |");
}

Console.WriteLine($"\n{caught} of {faults.Count} caught ({100.0 * caught / faults.Count:0} %)");
return caught == faults.Count ? 0 : 1;

async Task<T> InCopy<T>(Func<WorkingCopy, Task<T>> work)
{
    var copy = await free.Reader.ReadAsync();
    try
    {
        return await work(copy);
    }
    finally
    {
        free.Writer.TryWrite(copy);
    }
}

static async Task<(Verdict Verdict, double Seconds)> Timed(SeededFault fault, WorkingCopy copy)
{
    var clock = Stopwatch.StartNew();
    return (await FaultRun.Try(fault, copy), clock.Elapsed.TotalSeconds);
}
