using System.Globalization;
using Engagement.Testing;

namespace Engagement.Benchmarks;

/// <summary><see cref="BareEndpoint"/> in a process of its own.</summary>
internal sealed class BareProcess : IAsyncDisposable
{
    private readonly ChildProcess process;

    private BareProcess(ChildProcess process) => this.process = process;

    internal int ProcessId => process.Id;

    internal Uri Address => process.Address;

    internal static async Task<BareProcess> Start()
    {
        var port = FreePort.Next();
        var process = ChildProcess.Start(["bare", port.ToString(CultureInfo.InvariantCulture)], port, new Dictionary<string, string>());
        await process.WaitUntilOk("health", TimeSpan.FromSeconds(20));
        return new BareProcess(process);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
