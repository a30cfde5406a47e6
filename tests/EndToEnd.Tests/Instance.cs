using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engagement.Testing;

namespace Engagement.EndToEnd.Tests;

/// <summary>Engagement in a process of its own, as <c>./dev run</c> starts it, on a test's database.</summary>
internal sealed class Instance : IAsyncDisposable
{
    /// <summary>The time that what is visible is told at: some missions of the sample feeds end in the course of time.</summary>
    internal static readonly DateTimeOffset Now = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    private const string Secret = "end-to-end-secret-of-at-least-32-characters";
    private static readonly Lazy<string> Uploads = new(MakeFolder);
    private readonly Process process;
    private readonly StringBuilder log = new();

    private Instance(Process process, Uri address)
    {
        this.process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
        Client.DefaultRequestHeaders.Add("x-engagement-secret", Secret);
    }

    internal HttpClient Client { get; }

    internal int ProcessId => process.Id;

    internal bool HasEnded => process.HasExited;

    internal string Log
    {
        get
        {
            lock (log)
            {
                return log.ToString();
            }
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    internal static async Task<Instance> Start(TestDatabase database, params IEnumerable<KeyValuePair<string, string>> settings)
    {
        var instance = Launch(database, settings);
        try
        {
            await instance.Ready();
            return instance;
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    /// <summary>The process is gone at once, as in a power cut.</summary>
    internal async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Waits for the process to end by itself.</summary>
    internal async Task<bool> Ends(TimeSpan within)
    {
        using var timeout = new CancellationTokenSource(within);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    internal async Task<Import> ImportFile(string publisher, Stream feed)
    {
        using var body = new StreamContent(feed);
        return await Send($"publisher={Uri.EscapeDataString(publisher)}", body);
    }

    internal async Task<Import> ImportFile(string publisher, byte[] feed) => await ImportFile(publisher, new MemoryStream(feed));

    internal async Task<Import> ImportUrl(string publisher, string url, string format = "xml") =>
        await Send($"publisher={Uri.EscapeDataString(publisher)}&format={format}&url={Uri.EscapeDataString(url)}", null);

    /// <summary>The <c>data</c> of a query's answer; fails on errors.</summary>
    internal Task<JsonElement> Query(string query, object? variables = null) => QueryAs(null, query, variables);

    /// <summary>The same with a key.</summary>
    internal async Task<JsonElement> QueryAs(string? key, string query, object? variables = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        if (key is not null)
        {
            request.Headers.Add("Authorization", $"Bearer {key}");
        }

        using var response = await Client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        var json = JsonDocument.Parse(answer).RootElement;
        Assert.False(json.TryGetProperty("errors", out _), $"{query}\n{answer}");
        return json.GetProperty("data");
    }

    /// <summary>What readiness says, whether it is ready or not.</summary>
    internal async Task<string> Health()
    {
        using var response = await Client.GetAsync("/health/ready");
        return await response.Content.ReadAsStringAsync();
    }

    internal Task<bool> IsReady() => Answers("/health/ready");

    /// <summary>A new key of a partner, once Search knows it.</summary>
    internal async Task<string> NewKey(string partner, string scopes)
    {
        using var response = await Client.PostAsync($"/internal/catalog/keys?partner={Uri.EscapeDataString(partner)}&scope={scopes}", null);
        var key = (await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).Trim();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        await Eventually.Holds(() => Answers($"/internal/search/keys/{hash}"), "Search knows the key");
        return key;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
        {
            // SIGTERM, as a supervisor would; the process must end by itself.
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            if (!await Ends(TimeSpan.FromSeconds(30)))
            {
                await Kill();
            }
        }

        process.Dispose();
    }

    private static Instance Launch(TestDatabase database, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var program = Repository.Program("Standalone");
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var start = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = Path.GetDirectoryName(program)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in Environment(database, address).Concat(settings))
        {
            start.Environment[name] = value;
        }

        var instance = new Instance(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."), address);
        instance.process.OutputDataReceived += instance.Keep;
        instance.process.ErrorDataReceived += instance.Keep;
        instance.process.BeginOutputReadLine();
        instance.process.BeginErrorReadLine();
        return instance;
    }

    private static Dictionary<string, string> Environment(TestDatabase database, Uri address)
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = address.ToString(),
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Internal__Secret"] = Secret,
            ["Internal__Catalog"] = address.ToString(),
            ["Internal__Importer"] = address.ToString(),
            ["Internal__Search"] = address.ToString(),
            ["Imports__Folder"] = Path.Combine(Uploads.Value, database.Name),
            ["Mail__Folder"] = Path.Combine(Uploads.Value, "mail", database.Name),
            ["Clock__Now"] = Now.ToString("O", CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in database.Settings)
        {
            environment[name.Replace(":", "__", StringComparison.Ordinal)] = value ?? "";
        }

        return environment;
    }

    private static string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("engagement-uploads-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }

    private async Task Ready()
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(90))
        {
            if (process.HasExited)
            {
                break;
            }

            if (await Answers("/health/ready"))
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"Engagement is not ready after {clock.Elapsed.TotalSeconds:0} s:\n{Log}");
    }

    private async Task<bool> Answers(string path)
    {
        try
        {
            using var response = await Client.GetAsync(path);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<Import> Send(string query, HttpContent? body)
    {
        using var response = await Client.PostAsync($"/internal/importer/imports?{query}", body);
        var import = Import.Read(await response.Content.ReadAsStringAsync());
        Assert.True(import.Counts.GetProperty("searchable").GetBoolean(), $"Search did not come so far.\n{import.Text}\n{Log}");
        return import;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (log)
        {
            log.AppendLine(line.Data);
        }
    }
}
