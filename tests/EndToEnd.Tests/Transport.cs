using Engagement.Testing;

namespace Engagement.EndToEnd.Tests;

/// <summary>What carries the messages of one scenario; a broker of its own, so that no message of another reaches it.</summary>
internal sealed class Transport : IAsyncDisposable
{
    private readonly RabbitBroker? broker;

    private Transport(RabbitBroker? broker) => this.broker = broker;

    internal IEnumerable<KeyValuePair<string, string>> Settings =>
        broker?.Settings.Select(s => KeyValuePair.Create(s.Key.Replace(":", "__", StringComparison.Ordinal), s.Value ?? "")) ?? [];

    internal static async Task<Transport> Start(bool rabbit) => new(rabbit ? await RabbitBroker.Start() : null);

    /// <summary>Listens to the broker.</summary>
    internal Task<BusTap> Tap() => broker?.Tap() ?? throw new InvalidOperationException("The bus in memory has no place to listen at.");

    public ValueTask DisposeAsync() => broker?.DisposeAsync() ?? ValueTask.CompletedTask;
}
