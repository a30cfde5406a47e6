using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;
using Engagement.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engagement.Benchmarks.GraphQL;

/// <summary>Our executor beside a hand-written writer of the same answer, and over HTTP beside mercurius with jit.</summary>
internal static class GraphQLBench
{
    private const int Rounds = 15;
    private const int PerRound = 1_000;
    private const int Connections = 8;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(8);

    internal static async Task<int> Run(string[] args)
    {
        var report = new Report("graphql");
        await InProcess(report);
        if (!args.Contains("--in-process"))
        {
            await OverHttp(report);
        }
        return report.Finish();
    }

    /// <summary>Serves the reference schema: the process that is measured over HTTP.</summary>
    internal static async Task<int> Host(string port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGraphQLServer().AddQueryType<Query>();
        var application = builder.Build();
        application.Urls.Add($"http://127.0.0.1:{port}");
        application.MapGraphQL();
        application.MapGet("/health", () => Results.Ok());
        await application.RunAsync();
        return 0;
    }

    private static async Task InProcess(Report report)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddGraphQLServer().AddQueryType<Query>();
        await using var provider = services.BuildServiceProvider();
        var executor = provider.GetRequiredService<GraphQLExecutor>();
        var request = new GraphQLRequest { Query = ReferenceSchema.Query, Variables = JsonSerializer.SerializeToElement(new { first = ReferenceSchema.First }) };
        var buffer = new ArrayBufferWriter<byte>(1 << 16);

        async ValueTask Ours()
        {
            using var answer = await executor.Execute(request, provider);
        }

        ValueTask ByHand()
        {
            buffer.ResetWrittenCount();
            Floor.Write(buffer);
            return ValueTask.CompletedTask;
        }

        await CheckSameAnswer(executor, request, provider, buffer);
        var (ours, floor) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            ours = Math.Min(ours, await Microseconds(Ours));
            floor = Math.Min(floor, await Microseconds(ByHand));
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < PerRound; i++)
        {
            await Ours();
        }
        report.Add("floor, written by hand", floor, "µs");
        report.Add("our executor", ours, "µs");
        report.Add("executor / floor", ours / floor, "times", limit: 4);
        report.Add("allocated a request", (GC.GetAllocatedBytesForCurrentThread() - allocated) / 1000d / PerRound, "kB");
    }

    /// <summary>Else the figures would compare different work.</summary>
    private static async Task CheckSameAnswer(GraphQLExecutor executor, GraphQLRequest request, IServiceProvider provider, ArrayBufferWriter<byte> buffer)
    {
        using var answer = await executor.Execute(request, provider);
        Floor.Write(buffer);
        var (ours, floor) = (JsonElement.Parse(answer.Json.Span), JsonElement.Parse(buffer.WrittenSpan));
        if (!JsonElement.DeepEquals(ours.GetProperty("data"), floor.GetProperty("data")))
        {
            throw new InvalidOperationException($"The executor and the floor answer differently:\n{answer}\n{Encoding.UTF8.GetString(buffer.WrittenSpan)}");
        }
    }

    private static async Task<double> Microseconds(Func<ValueTask> work)
    {
        using var process = Process.GetCurrentProcess();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < PerRound; i++)
        {
            await work();
        }
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / PerRound;
    }

    private static async Task OverHttp(Report report)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { query = ReferenceSchema.Query, variables = new { first = ReferenceSchema.First } });
        var ourPort = FreePort.Next();
        await using var ours = ChildProcess.Start(["graphql-host", ourPort.ToString(System.Globalization.CultureInfo.InvariantCulture)], ourPort, new Dictionary<string, string>());
        await ours.WaitUntilOk("health", TimeSpan.FromSeconds(30));
        await using var theirs = await Mercurius.Start();
        var mine = await Measure(ours.Id, new Uri(ours.Address, "graphql"), body);
        var other = await Measure(theirs.Id, theirs.Address, body);
        report.Add("HTTP, ours: requests a second", mine.PerSecond, "req/s");
        report.Add("HTTP, ours: CPU a request", mine.CpuMicroseconds, "µs");
        report.Add("HTTP, mercurius with jit: requests a second", other.PerSecond, "req/s");
        report.Add("HTTP, mercurius with jit: CPU a request", other.CpuMicroseconds, "µs");
        report.Add("ours / mercurius, requests a CPU second", other.CpuMicroseconds / mine.CpuMicroseconds, "times");
        report.Add("mercurius' requests a CPU second / ours (2 times faster)", mine.CpuMicroseconds / other.CpuMicroseconds, "times", limit: 0.5);
    }

    private static async Task<LoadResult> Measure(int process, Uri address, byte[] body)
    {
        await Load.Run(process, [(address, body)], Connections, WarmUp);
        return await Load.Run(process, [(address, body)], Connections, Measured);
    }
}
