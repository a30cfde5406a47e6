using Engagement.Fuzz;
using SharpFuzz;

// fuzz TARGET              under afl-fuzz, which gives input after input and watches which code each reaches
// fuzz TARGET FILE...      reads these files once: the way to see a finding's exception
if (args.Length == 0 || FuzzTarget.All.FirstOrDefault(t => t.Name == args[0]) is not { } target)
{
    Console.Error.WriteLine($"usage: fuzz TARGET [FILE...], where TARGET is one of {string.Join(", ", FuzzTarget.All.Select(t => t.Name))}");
    return 2;
}

foreach (var file in args.Skip(1))
{
    await target.Run(await File.ReadAllBytesAsync(file));
}

if (args.Length == 1)
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        var bytes = new byte[FuzzTarget.MaxBytes];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
#pragma warning disable RS0030 // SharpFuzz takes no asynchronous function.
        target.Run(bytes[..length]).GetAwaiter().GetResult();
#pragma warning restore RS0030
    });
}

return 0;
