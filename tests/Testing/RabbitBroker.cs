using System.Globalization;
using Engagement.Contracts;

namespace Engagement.Testing;

/// <summary>
/// A RabbitMQ broker of one test, with a port, a node name, a data folder and a port mapper (epmd) of its own; it ends with the test process
/// at the latest. Starting takes some seconds.
/// </summary>
public sealed class RabbitBroker : IAsyncDisposable
{
    private readonly GuardedProcess process;

    private RabbitBroker(GuardedProcess process, int port) => (this.process, Port) = (process, port);

    /// <summary>Its AMQP port on 127.0.0.1; user and password are <c>guest</c>.</summary>
    public int Port { get; }

    /// <summary>The settings of a service that uses it.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Bus:Transport"] = "RabbitMq",
        ["Bus:RabbitMq:Host"] = "127.0.0.1",
        ["Bus:RabbitMq:Port"] = Port.ToString(CultureInfo.InvariantCulture),
        ["Bus:RabbitMq:User"] = "guest",
        ["Bus:RabbitMq:Password"] = "guest",
    };

    /// <summary>Starts one.</summary>
    /// <param name="port">The port; that of a former broker to come back in its place without its data. Null: any.</param>
    public static async Task<RabbitBroker> Start(int? port = null)
    {
        var server = FindServer();
        var folder = GuardedProcess.NewFolder("rabbitmq");
        Directory.CreateDirectory(folder);
        var amqp = port ?? FreePort.Next();
        await File.WriteAllTextAsync($"{folder}/rabbitmq.conf", $"listeners.tcp.1 = 127.0.0.1:{amqp}\n");
        var mapper = FreePort.Next();
        var process = GuardedProcess.Start(
            $"epmd -address 127.0.0.1 -port {mapper} & exec '{server}'",
            folder,
            environment: new Dictionary<string, string>
            {
                ["HOME"] = folder,
                ["ERL_EPMD_PORT"] = mapper.ToString(CultureInfo.InvariantCulture),
                ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
                ["RABBITMQ_NODENAME"] = $"engagement{amqp}@localhost",
                ["RABBITMQ_DIST_PORT"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
                ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
                ["RABBITMQ_CONFIG_FILE"] = $"{folder}/rabbitmq.conf",
                ["RABBITMQ_ENABLED_PLUGINS_FILE"] = $"{folder}/plugins",
                ["RABBITMQ_MNESIA_BASE"] = folder,
                ["RABBITMQ_LOG_BASE"] = folder,
                ["RABBITMQ_LOGS"] = "-",
                ["RABBITMQ_PID_FILE"] = $"{folder}/pid",
            });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.Dispose();
        for (var attempt = 0; !process.Output.Contains("Server startup complete", StringComparison.Ordinal); attempt++)
        {
            if (attempt > 600 || process.HasExited || process.Output.Contains("BOOT FAILED", StringComparison.Ordinal))
            {
                var output = process.Output;
                process.Dispose();
                throw new InvalidOperationException($"The tests' RabbitMQ did not start: {output}");
            }

            await Task.Delay(100);
        }

        return new RabbitBroker(process, amqp);
    }

    /// <summary>Listens to all messages of the contracts.</summary>
    public Task<BusTap> Tap() => BusTap.Open(Port, [typeof(MissionsReceived), typeof(MissionsWithdrawn), typeof(BatchApplied), typeof(Changes)]);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        process.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string FindServer() =>
        new[] { "/usr/lib/rabbitmq/bin" }.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .Select(folder => $"{folder}/rabbitmq-server")
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("The tests of the broker need RabbitMQ: install the package 'rabbitmq-server'.");
}
