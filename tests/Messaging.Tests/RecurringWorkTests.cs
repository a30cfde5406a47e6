using System.Collections.Concurrent;
using System.Text.Json;
using Engagement.Hosting;
using Engagement.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Engagement.Messaging.Tests;

public sealed class RecurringWorkTests
{
    public static TheoryData<string> Faults => [.. Kinds.Keys];

    private static readonly Dictionary<string, Func<NpgsqlDataSource, Task>> Kinds = new()
    {
        ["a bug"] = _ => throw new InvalidOperationException("secret content"),
        ["content"] = _ => throw new JsonException("secret content"),
        // An index row that is too large: class 54.
        ["PostgreSQL refuses"] = async source =>
        {
            await using var command = source.CreateCommand(
                """
                create temporary table t (a text); create index on t (a);
                insert into t select string_agg(md5(i::text), '') from generate_series(1, 400) i
                """);
            await command.ExecuteNonQueryAsync();
        },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task No_fault_of_a_round_or_of_its_preparation_ends_the_work_or_the_host(string kind)
    {
        await using var database = await PostgresCluster.CreateDatabase();
        var work = new Work(() => Kinds[kind](database.Open("catalog")));
        await using var host = await Start(work);

        await Eventually.Holds(() => work.Rounds.Count >= 4, "four rounds were tried");

        Assert.False(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested,
            "The host stops.");
        Assert.False(work.ExecuteTask!.IsCompleted, "The work ended.");
        var health = await host.Client.GetStringAsync("/health/ready");
        Assert.Contains("\"test-work\":{\"status\":\"Degraded\"", health, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", health, StringComparison.Ordinal);
        // Each pause is twice the one before; how long a round itself takes is not known.
        var starts = work.Rounds.ToArray();
        Assert.True(starts[3] - starts[2] > starts[1] - starts[0], $"The pauses did not grow: {string.Join(", ", starts)}");

        work.Fault = null;
        await Eventually.Holds(async () => !(await host.Client.GetStringAsync("/health/ready")).Contains("Degraded",
            StringComparison.Ordinal), "the work is well again");
    }

    [Fact]
    public async Task Rows_that_the_work_left_out_are_shown()
    {
        var work = new Work(() => Task.CompletedTask) { LeftOut = 3 };
        await using var host = await Start(work);

        await Eventually.Holds(() => !work.Rounds.IsEmpty, "a round was done");

        Assert.Contains("3 rows are parked", await host.Client.GetStringAsync("/health/ready"), StringComparison.Ordinal);
    }

    private static Task<ServiceHost> Start(Work work) => ServiceHost.Start(
        builder =>
        {
            builder.AddServiceDefaults();
            builder.Services.AddSingleton(work);
            builder.Services.AddRecurringWork<Work>("test-work", ServiceDefaults.Ready);
        },
        _ => { });

    private sealed class Work(Func<Task> fault) : RecurringWork(TimeSpan.FromMilliseconds(20),
        LoggerFactory.Create(_ => { }).CreateLogger<Work>())
    {
        internal Func<Task>? Fault { get; set; } = fault;

        internal long LeftOut { get => Parked; set => Parked = value; }

        internal ConcurrentQueue<TimeSpan> Rounds { get; } = [];

        protected override Task Prepare(CancellationToken ct) => Rounds.IsEmpty ? Round(ct) : Task.CompletedTask;

        protected override Task Round(CancellationToken ct)
        {
            Rounds.Enqueue(TimeSpan.FromMilliseconds(Environment.TickCount64));
            return Fault?.Invoke() ?? Task.CompletedTask;
        }
    }
}
