using System.Diagnostics;
using System.Text.Json;

namespace Engagement.Benchmarks.GraphQL;

/// <summary>mercurius with jit, from tests/node, over the same data.</summary>
internal sealed class Mercurius : IAsyncDisposable
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) } };

    private readonly Process _process;

    private Mercurius(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    internal int Id => _process.Id;

    internal Uri Address { get; }

    internal static async Task<Mercurius> Start()
    {
        var folder = Path.GetFullPath(Path.Combine("tests", "node"));
        using var install = Process.Start(new ProcessStartInfo(Path.Combine(folder, "install")) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var node = (await install.StandardOutput.ReadToEndAsync()).Trim();
        await install.WaitForExitAsync();
        var data = Path.GetTempFileName();
        await File.WriteAllBytesAsync(data, JsonSerializer.SerializeToUtf8Bytes(ReferenceSchema.Data, CamelCase));
        var process = Process.Start(new ProcessStartInfo(node, ["mercurius.mjs", data]) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false })!;
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("mercurius did not start.");
        return new Mercurius(process, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
