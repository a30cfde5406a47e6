using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engagement.Hosting;
using Engagement.Testing;
using Npgsql;

namespace Engagement.Benchmarks;

/// <summary>The counts that an import answers with.</summary>
internal sealed record ImportCounts(int Received, int Created, int Updated, int Unchanged, int Withdrawn, int Refused, double Seconds, string Status);

/// <summary>The product as it runs standalone, in a process of its own, on a database of its own.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private readonly ChildProcess process;
    private readonly HttpClient client;
    private readonly int postmaster;

    private ServerUnderTest(ChildProcess process, HttpClient client, int postmaster)
    {
        this.process = process;
        this.client = client;
        this.postmaster = postmaster;
    }

    internal int ProcessId => process.Id;

    internal Uri Address => process.Address;

    /// <param name="partner">Host and port of a partner's server on this machine, when feeds are pulled from one.</param>
    /// <param name="limits">Whether callers have budgets, as they have by default; other benchmarks ask for more than any caller
    /// may.</param>
    internal static async Task<ServerUnderTest> Start(string? partner = null, bool limits = false)
    {
        var database = await PostgresCluster.CreateDatabase();
        var secret = Guid.NewGuid().ToString("N");
        var port = FreePort.Next();
        var address = $"http://127.0.0.1:{port}";
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Logging__LogLevel__Default"] = "Warning",
            ["Clock__Now"] = "2026-11-02T00:00:00Z",
            ["Internal__Secret"] = secret,
            ["Internal__Catalog"] = address,
            ["Internal__Importer"] = address,
            ["Internal__Search"] = address,
            ["ConnectionStrings__Catalog"] = AsDeployed(database.Catalog),
            ["ConnectionStrings__Importer"] = AsDeployed(database.Importer),
            ["ConnectionStrings__Search"] = AsDeployed(database.Search),
        };
        if (!limits)
        {
            settings["RateLimits__AnonymousCostPerMinute"] = "0";
            settings["RateLimits__KeyCostPerMinute"] = "0";
        }

        if (partner is not null)
        {
            settings["Fetch__AllowedPrivateEndpoints__0"] = partner;
        }

        var process = ChildProcess.Start(["host", "--urls", address], port, settings);
        await process.WaitUntilOk("health/ready", TimeSpan.FromMinutes(2));
        var client = new HttpClient { BaseAddress = process.Address, Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Add(InternalApi.SecretHeader, secret);
        return new ServerUnderTest(process, client, await Postmaster(database.Catalog));
    }

    /// <summary>Imports a feed as <c>./dev import</c> does, until its last change is searchable.</summary>
    internal async Task<ImportCounts> Import(string file)
    {
        await using var feed = File.OpenRead(file);
        return await Import("publisher=bench", new StreamContent(feed));
    }

    /// <summary>The same with a feed that is pulled.</summary>
    internal Task<ImportCounts> Pull(string address) => Import($"publisher=pulled&url={Uri.EscapeDataString(address)}", null);

    private async Task<ImportCounts> Import(string query, HttpContent? body)
    {
        using var answer = await client.PostAsync($"internal/importer/imports?{query}", body);
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n');
        var json = lines.LastOrDefault(line => line.StartsWith("json ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException("The import answered no counts:\n" + string.Join('\n', lines.TakeLast(20)));
        var counts = JsonSerializer.Deserialize<ImportCounts>(json[5..], Web)!;
        return counts.Status == "SUCCESS" ? counts : throw new InvalidOperationException($"The import ended as {json}");
    }

    /// <summary>A new key that may read, once the server knows it.</summary>
    internal async Task<string> NewKey()
    {
        using var answer = await client.PostAsync("internal/catalog/keys?partner=bench&scope=read", null);
        var key = (await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).Trim();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        for (var i = 0; i < 100; i++)
        {
            using var known = await client.GetAsync($"internal/search/keys/{hash}");
            if (known.IsSuccessStatusCode)
            {
                break;
            }

            await Task.Delay(50);
        }

        return key;
    }

    internal async Task<Dictionary<string, double>> Stages() => (await client.GetFromJsonAsync<Dictionary<string, double>>("bench/stages"))!;

    internal async Task ResetStages() => (await client.PostAsync("bench/stages/reset", null)).EnsureSuccessStatusCode();

    /// <summary>What the process keeps after a forced collection. The first one after a burst still finds buffers on their way back to their pools.</summary>
    internal async Task<double> KeptMegabytes()
    {
        var kept = double.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            using var answer = await client.PostAsync("bench/memory", null);
            kept = Math.Min(kept, await answer.Content.ReadFromJsonAsync<long>() / 1e6);
            await Task.Delay(500);
        }

        return kept;
    }

    internal double DatabaseCpuSeconds() => ProcessUsage.CpuOfTree(postmaster);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await process.DisposeAsync();
    }

    // A test closes idle connections within a second, to see what they wrote. A server keeps them, and the plans that they hold.
    private static string AsDeployed(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.Remove("Connection Idle Lifetime");
        settings.Remove("Connection Pruning Interval");
        return settings.ConnectionString;
    }

    private static async Task<int> Postmaster(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var stat = await File.ReadAllTextAsync($"/proc/{connection.ProcessID}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
