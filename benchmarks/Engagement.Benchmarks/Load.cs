using System.Diagnostics;
using System.Net.Http.Headers;

namespace Engagement.Benchmarks;

/// <summary>What a burst of requests saw, and what it cost the process that answered.</summary>
internal sealed record LoadResult(int Requests, double Seconds, double[] Milliseconds, double ServerCpuSeconds)
{
    internal double PerSecond => Requests / Seconds;

    internal double CpuMicroseconds => ServerCpuSeconds * 1e6 / Requests;

    internal double Percentile(double share) => Milliseconds[Math.Min(Milliseconds.Length - 1, (int)(Milliseconds.Length * share))];
}

/// <summary>Sends POST bodies from a few connections, in a closed loop, for a bounded time.</summary>
internal static class Load
{
    /// <param name="serverProcess">Whose CPU is measured.</param>
    /// <param name="targets">Address and body of each request, taken in turn.</param>
    /// <param name="connections">Requests under way at once.</param>
    /// <param name="duration">How long.</param>
    internal static async Task<LoadResult> Run(int serverProcess, IReadOnlyList<(Uri Address, byte[] Body)> targets, int connections, TimeSpan duration)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections });
        var next = -1;
        var before = ProcessUsage.Of(serverProcess).CpuSeconds;
        var watch = Stopwatch.StartNew();
        var samples = await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            var mine = new List<double>();
            while (watch.Elapsed < duration)
            {
                var (address, body) = targets[(int)((uint)Interlocked.Increment(ref next) % (uint)targets.Count)];
                var start = Stopwatch.GetTimestamp();
                await Send(client, address, body);
                mine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return mine;
        }));
        var seconds = watch.Elapsed.TotalSeconds;
        var cpu = ProcessUsage.Of(serverProcess).CpuSeconds - before;
        var all = samples.SelectMany(s => s).Order().ToArray();
        return new LoadResult(all.Length, seconds, all, cpu);
    }

    /// <summary>One request; the size of its answer. An answer that is not a success ends the benchmark: its figures would mean nothing.</summary>
    internal static async Task<int> Send(HttpClient client, Uri address, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/graphql-response+json"));
        using var answer = await client.SendAsync(request);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode
            ? bytes.Length
            : throw new InvalidOperationException($"{address} answered {(int)answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(bytes)}");
    }
}
