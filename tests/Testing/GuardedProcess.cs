using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Engagement.Testing;

/// <summary>
/// A server that ends with the tests, whatever ends them: it runs under a shell that waits for the end of its standard input, which the
/// system closes when the test process dies, a SIGKILL included.
/// </summary>
internal sealed class GuardedProcess : IDisposable
{
    private readonly Process shell;
    private readonly StringBuilder output = new();
    private bool disposed;

    private GuardedProcess(Process shell) => this.shell = shell;

    internal bool HasExited => shell.HasExited;

    internal string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <param name="command">What to run, in the language of <c>sh</c>; it runs in a session of its own.</param>
    /// <param name="folder">Removed when the server has ended; null: it stays.</param>
    /// <param name="user">Who runs it; null for who runs the tests.</param>
    /// <param name="environment">Added to the environment.</param>
    internal static GuardedProcess Start(string command, string? folder, string? user = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        // A session of its own, so that the signals reach the server and its children. A background job reads /dev/null: the pipe that tells
        // the end of the tests is kept as descriptor 3.
        var script = "exec 3<&0 </dev/null; setsid /bin/sh -c \"$GUARDED_COMMAND\" 3<&- & pid=$!; cat <&3 >/dev/null; "
            + $"kill -QUIT -$pid 2>/dev/null; sleep 0.3; kill -KILL -$pid 2>/dev/null; wait{(folder is null ? "" : $"; rm -rf '{folder}'")}";
        var start = user is null ? new ProcessStartInfo("/bin/sh") : new ProcessStartInfo("runuser");
        if (user is not null)
        {
            foreach (var argument in new[] { "-u", user, "--", "/bin/sh" })
            {
                start.ArgumentList.Add(argument);
            }
        }

        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        start.Environment["GUARDED_COMMAND"] = command;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.WorkingDirectory = "/";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = new GuardedProcess(Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start."));
        process.Collect();
        return process;
    }

    internal static string Run(string user, params string[] command)
    {
        var start = user == Environment.UserName ? new ProcessStartInfo(command[0]) : new ProcessStartInfo("runuser", ["-u", user, "--", command[0]]);
        foreach (var argument in command[1..])
        {
            start.ArgumentList.Add(argument);
        }

        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.WorkingDirectory = "/";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{string.Join(' ', command)} failed: {text}{errors.GetAwaiter().GetResult()}");
    }

    internal static string NewFolder(string kind) =>
        Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"engagement-{kind}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}"));

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        shell.StandardInput.Close();
        shell.WaitForExit(TimeSpan.FromSeconds(10));
        shell.Dispose();
    }

    private void Collect()
    {
        void Add(object sender, DataReceivedEventArgs line)
        {
            lock (output)
            {
                output.AppendLine(line.Data);
            }
        }

        shell.OutputDataReceived += Add;
        shell.ErrorDataReceived += Add;
        shell.BeginOutputReadLine();
        shell.BeginErrorReadLine();
    }
}
