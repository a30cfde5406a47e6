using System.Text;
using Microsoft.Extensions.Logging;

namespace Engagement.Testing;

/// <summary>Keeps every line that is logged, with its values and exceptions, for a test to look through.</summary>
public sealed class KeptLog : ILoggerProvider, ILogger
{
    private readonly StringBuilder lines = new();

    /// <summary>All of it.</summary>
    public string Text
    {
        get
        {
            lock (lines)
            {
                return lines.ToString();
            }
        }
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (lines)
        {
            lines.Append(formatter(state, exception)).Append(exception).AppendLine();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
