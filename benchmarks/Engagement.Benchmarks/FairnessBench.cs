using System.Diagnostics;
using System.Net;

namespace Engagement.Benchmarks;

/// <summary>
/// One caller sends the dearest requests that each public path allows, as fast as it is answered; everybody else's lists must hardly take
/// longer. The caller's process runs on the same machine and takes its share of the processors, too.
/// </summary>
internal static class FairnessBench
{
    private const double MostRatio = 2;
    private const int Attackers = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    internal static async Task<int> Run(string[] args)
    {
        var options = BenchOptions.Parse(args, count: 25_000);
        var seconds = TimeSpan.FromSeconds(args.Contains("--seconds") ? options.Seconds : 6);
        var feed = await BenchFeed.Create(options.Count);
        await using var server = await ServerUnderTest.Start(limits: true);
        Console.WriteLine($"  importing {options.Count:N0} missions …");
        await server.Import(feed.First);
        var (honest, hostile) = (await server.NewKey(), await server.NewKey());

        var lists = SearchQueries.Create();
        await Others(server.Address, honest, lists, seconds, CancellationToken.None);
        var report = new Report("fairness");
        report.Add("missions", options.Count, "");
        foreach (var attack in Attacks.Of(server.Address, hostile))
        {
            if (args.Length > 0 && !args[0].StartsWith('-') && !attack.Name.Contains(args[0], StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            await Measure(server, honest, attack, seconds, report);
        }

        return report.Finish();
    }

    private static async Task Measure(ServerUnderTest server, string honest, Attack attack, TimeSpan seconds, Report report)
    {
        var lists = SearchQueries.Create();
        var times = await MostTimes(attack);
        // Quiet before and after: what else the machine does changes within minutes.
        var quiet = await Others(server.Address, honest, lists, seconds / 2, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var attackers = Enumerable.Range(0, Attackers).Select(_ => Drive(() => attack.Make(times), stop.Token)).ToList();
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        var (before, watch) = (ProcessUsage.Of(server.ProcessId).CpuSeconds, Stopwatch.StartNew());
        var loud = await Others(server.Address, honest, lists, seconds, CancellationToken.None);
        var busy = (ProcessUsage.Of(server.ProcessId).CpuSeconds - before) / watch.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        var sent = await Task.WhenAll(attackers);
        quiet = [.. quiet, .. await Others(server.Address, honest, lists, seconds / 2, CancellationToken.None)];
        var (alone, beside) = (Percentile(quiet), Percentile(loud));
        var did = $"{sent.Sum(s => s.Answered)} answered, {sent.Sum(s => s.Refused)} refused, server {busy:P0} of a core";
        report.Add($"{attack.Name}: others' p95 {alone:F1} → {beside:F1} ms; {did}", beside / alone, "×", MostRatio);
        Console.WriteLine($"  {attack.Name} ({times} at once): others' p95 {alone:F1} → {beside:F1} ms; {did}");
    }

    /// <summary>How often one document may ask for it: as often as its cost allows.</summary>
    private static async Task<int> MostTimes(Attack attack)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(5) };
        for (var times = Attacks.MostTimes; times > 1; times--)
        {
            try
            {
                using var request = attack.Make(times);
                using var answer = await client.SendAsync(request);
                var body = await answer.Content.ReadAsStringAsync();
                if (!body.Contains("COST_EXCEEDED", StringComparison.Ordinal))
                {
                    return body.Contains("BAD_USER_INPUT", StringComparison.Ordinal)
                        ? throw new InvalidOperationException($"{attack.Name}: {body}")
                        : times;
                }
            }
            catch (OperationCanceledException)
            {
                // It never ends by itself.
                return times;
            }
        }

        return 1;
    }

    /// <summary>Lists at a steady pace with one key, whatever the server does: how long each took.</summary>
    private static async Task<double[]> Others(Uri server, string key, IReadOnlyList<byte[]> lists, TimeSpan duration, CancellationToken ct)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("x-api-key", key);
        var (asked, watch) = (new List<Task<double>>(), Stopwatch.StartNew());
        using var timer = new PeriodicTimer(Pace);
        while (watch.Elapsed < duration && await timer.WaitForNextTickAsync(ct))
        {
            asked.Add(Ask(client, new Uri(server, "graphql"), lists[asked.Count % lists.Count]));
        }

        return await Task.WhenAll(asked);
    }

    private static async Task<double> Ask(HttpClient client, Uri address, byte[] body)
    {
        var start = Stopwatch.GetTimestamp();
        await Load.Send(client, address, body);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task<(int Answered, int Refused)> Drive(Func<HttpRequestMessage> make, CancellationToken ct)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var (answered, refused) = (0, 0);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                using var request = make();
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
                await answer.Content.CopyToAsync(Stream.Null, ct);
                if (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
                {
                    refused++;
                    await Task.Delay(Pause, ct);
                }
                else
                {
                    answered++;
                }
            }
            catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException)
            {
                refused++;
            }
        }

        return (answered, refused);
    }

    private static double Percentile(double[] all) => all.Order().ElementAt((int)(all.Length * 0.95));
}
