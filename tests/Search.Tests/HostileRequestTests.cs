using System.Net;
using Engagement.Testing;
using Xunit.Abstractions;

namespace Engagement.Search.Tests;

public sealed class HostileRequestTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_path_answers_what_cannot_be_read_with_a_clear_refusal()
    {
        await using var world = await World.Start();
        using var client = new HttpClient(new ToHost(world.Host, ("x-engagement-secret", ServiceHost.Secret)));

        await HostileRequests.Send(world.Host, client, least: 500);
    }

    [Fact]
    public async Task Without_the_secret_every_internal_path_is_404_before_anything_is_read()
    {
        await using var world = await World.Start();

        await InternalPaths.AreClosed(world.Host, least: 2);
    }

    [Fact]
    public async Task A_person_reads_a_page_and_a_program_a_problem()
    {
        await using var world = await World.Start();
        using var client = new HttpClient { BaseAddress = world.Host.Address };
        foreach (var (target, status) in new[] { ("/nowhere", HttpStatusCode.NotFound), ("/?x=%00", HttpStatusCode.BadRequest) })
        {
            foreach (var (accept, expected) in new[] { ("text/html,*/*;q=0.8", "text/html"), ("application/json", "application/problem+json"), ("image/png", "application/problem+json") })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, target);
                request.Headers.Accept.ParseAdd(accept);
                using var answer = await client.SendAsync(request);
                var body = await answer.Content.ReadAsStringAsync();
                output.WriteLine($"{target} {accept}: {answer.StatusCode} {body}");
                Assert.Equal((status, expected), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
                Assert.Contains(status == HttpStatusCode.NotFound ? "Cette adresse n'existe pas" : "illisible", WebUtility.HtmlDecode(body), StringComparison.OrdinalIgnoreCase);
            }
        }
    }
}
