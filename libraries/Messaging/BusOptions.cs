using System.ComponentModel.DataAnnotations;

namespace Engagement.Messaging;

/// <summary>What carries messages between the services.</summary>
public enum BusTransport
{
    /// <summary>The process's memory: all services share one process.</summary>
    Memory,

    /// <summary>A RabbitMQ broker.</summary>
    RabbitMq,
}

/// <summary>Section <c>Bus</c>.</summary>
public sealed class BusOptions : IValidatableObject
{
    /// <summary><c>Memory</c> when all services share one process, <c>RabbitMq</c> otherwise. Nothing is lost with either: see the change log.</summary>
    public BusTransport Transport { get; init; } = BusTransport.Memory;

    /// <summary>Where the broker is; read when <see cref="Transport"/> is <c>RabbitMq</c>.</summary>
    public RabbitMqOptions RabbitMq { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Transport != BusTransport.RabbitMq)
        {
            yield break;
        }

        if (string.IsNullOrWhiteSpace(RabbitMq.Host))
        {
            yield return new ValidationResult("Bus:RabbitMq:Host is empty: set Bus__RabbitMq__Host to the broker's host name.");
        }

        if (string.IsNullOrEmpty(RabbitMq.User) || string.IsNullOrEmpty(RabbitMq.Password))
        {
            yield return new ValidationResult("Bus:RabbitMq:User or Password is missing: set Bus__RabbitMq__User and Bus__RabbitMq__Password.");
        }
    }
}

/// <summary>Section <c>Bus:RabbitMq</c>.</summary>
public sealed class RabbitMqOptions
{
    /// <summary>Host name of the broker.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>Its AMQP port.</summary>
    public ushort Port { get; init; } = 5672;

    /// <summary>Who connects.</summary>
    public string User { get; init; } = "";

    /// <summary>With which password; from the environment.</summary>
    public string Password { get; init; } = "";

    /// <summary>The virtual host that Engagement has for itself.</summary>
    public string VirtualHost { get; init; } = "/";
}
