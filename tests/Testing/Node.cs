using System.Diagnostics;

namespace Engagement.Testing;

/// <summary>The pinned Node of <c>tests/node</c> and what is installed beside it, installed when it is missing.</summary>
public static class Node
{
    private static readonly Lazy<(string Folder, string Executable)> Installed = new(Install);

    /// <summary>Where its scripts are.</summary>
    public static string Folder => Installed.Value.Folder;

    /// <summary>Starts a script; its streams are the caller's to read and close.</summary>
    /// <param name="script">Its path under <c>tests/node</c>.</param>
    /// <param name="arguments">What it takes.</param>
    public static Process Start(string script, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Installed.Value.Executable)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(script);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{script} did not start.");
    }

    /// <summary>Runs a script to its end; what it wrote. One that fails throws with what it said.</summary>
    /// <param name="script">Its path under <c>tests/node</c>.</param>
    /// <param name="arguments">What it takes.</param>
    public static async Task<string> Run(string script, params IEnumerable<string> arguments)
    {
        using var process = Start(script, arguments);
        process.StandardInput.Close();
        var said = process.StandardError.ReadToEndAsync();
        var written = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? written : throw new InvalidOperationException($"{script} ended with {process.ExitCode}:\n{written}\n{await said}");
    }

    private static (string Folder, string Executable) Install()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "tests", "node", "install")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd('/')) ?? throw new DirectoryNotFoundException("tests/node is not above the test's folder.");
        }

        folder = Path.Combine(folder, "tests", "node");
        using var install = Process.Start(new ProcessStartInfo(Path.Combine(folder, "install")) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var executable = install.StandardOutput.ReadToEnd().Trim();
        install.WaitForExit();
        return install.ExitCode == 0 ? (folder, executable) : throw new InvalidOperationException($"tests/node/install failed with {install.ExitCode}.");
    }
}
