using RabbitMQ.Client;

namespace Engagement.Testing;

/// <summary>A queue of the test's own that gets a copy of each message published since it was opened.</summary>
public sealed class BusTap : IAsyncDisposable
{
    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly string queue;

    private BusTap(IConnection connection, IChannel channel, string queue) => (this.connection, this.channel, this.queue) = (connection, channel, queue);

    /// <summary>How many messages were published so far.</summary>
    public async Task<uint> Count() => await channel.MessageCountAsync(queue);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    internal static async Task<BusTap> Open(int port, IEnumerable<Type> messages)
    {
        var connection = await new ConnectionFactory { HostName = "127.0.0.1", Port = port }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        var queue = await channel.QueueDeclareAsync();
        foreach (var message in messages)
        {
            var exchange = $"{message.Namespace}:{message.Name}";
            // As the bus declares it, for one that no message has needed yet.
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await channel.QueueBindAsync(queue.QueueName, exchange, "");
        }

        return new BusTap(connection, channel, queue.QueueName);
    }
}
