using System.Diagnostics;
using System.Globalization;

namespace Engagement.EndToEnd.Tests;

/// <summary><c>./dev up</c> says that an instance is ready when it is, and mends one of which a part has died.</summary>
[Trait("suite", "faults")]
public sealed class DevUpTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("engagement-dev-").FullName;

    [Fact]
    public async Task Up_starts_whatever_is_dead_and_keeps_the_form_and_the_ports()
    {
        await Dev("up", "--empty", "--distributed");
        var before = await File.ReadAllTextAsync(Path.Combine(data, "instance"));
        // All processes of ours run, but none can work; then one of them is missing.
        string[][] deaths = Repository.Long ? [["postgres"], ["catalog"], ["importer"], ["search"], ["rabbitmq"], ["postgres", "search"]] : [["postgres", "catalog"]];
        foreach (var parts in deaths)
        {
            var dead = parts.Select(Pid).ToList();
            foreach (var pid in dead)
            {
                await Kill(pid);
            }

            await Dev("up");

            Assert.Empty(parts.Select(Pid).Intersect(dead));
            Assert.Equal("ready", await Health());
        }

        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(data, "instance")));
    }

    public void Dispose()
    {
        Dev("reset").GetAwaiter().GetResult();
        if (Directory.Exists(data))
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private int Pid(string part) => part == "postgres" ? Postmaster() : int.Parse(File.ReadAllText(Path.Combine(data, "run", $"{part}.pid")), CultureInfo.InvariantCulture);

    /// <summary>The server's files are elsewhere when its user cannot reach the data folder.</summary>
    private int Postmaster()
    {
        string[] folders = [Path.Combine(data, "postgres"), Path.Combine("/var/lib/engagement", File.ReadAllText(Path.Combine(data, "id")), "postgres")];
        var file = folders.Select(f => Path.Combine(f, "postmaster.pid")).Single(File.Exists);
        return int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);
    }

    private static async Task Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    private async Task<string> Health()
    {
        var port = File.ReadLines(Path.Combine(data, "instance")).Select(l => l.Split('=')).Single(l => l[0] == "PORT")[1];
        using var client = new HttpClient();
        using var answer = await client.GetAsync($"http://127.0.0.1:{port}/health/ready");
        return answer.IsSuccessStatusCode ? "ready" : await answer.Content.ReadAsStringAsync();
    }

    private async Task Dev(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "dev"), [.. arguments, "--data", data])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        // What a test starts is built, and ends with the tests.
        start.Environment.TryAdd("ENGAGEMENT_TEST_RUN", "dev-up");
        using var process = Process.Start(start)!;
        var (errors, text) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(4));
        Assert.True(process.ExitCode == 0, $"./dev {string.Join(' ', arguments)}: {await errors}{await text}");
    }
}
