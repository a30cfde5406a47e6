namespace Engagement.Fuzz;

/// <summary>One reader of foreign bytes. A run throws when the reader breaks its promise: that exception is the finding.</summary>
/// <param name="Name">Its name on the command line; its samples are in <c>corpus/NAME</c>.</param>
/// <param name="Run">Reads the bytes and checks what came out.</param>
internal sealed record FuzzTarget(string Name, Func<byte[], Task> Run)
{
    /// <summary>Larger inputs find nothing that smaller ones do not, and make each run slow.</summary>
    internal const int MaxBytes = 64 * 1024;

    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("xml", FeedTargets.Xml),
        new("rpde", FeedTargets.Rpde),
        new("date", Synchronous(DateTarget.Run)),
        new("html", Synchronous(HtmlTarget.Run)),
        new("graphql", Synchronous(GraphQLTarget.Run)),
    ];

    private static Func<byte[], Task> Synchronous(Action<byte[]> run) => bytes =>
    {
        run(bytes);
        return Task.CompletedTask;
    };
}

/// <summary>A reader gave something that it promises not to give.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
