using System.Net;
using Engagement.FakePartners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Missions.Tests;

public sealed class FakePartnersTests : IAsyncLifetime
{
    private readonly WebApplication _server = FakePartnersServer.Create(["--urls", "http://127.0.0.1:0", "--Clock:Now", "2024-03-04T10:00:00Z", "--Logging:LogLevel:Default", "Warning"]);
    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false });

    public async Task InitializeAsync()
    {
        await _server.StartAsync();
        _client.BaseAddress = new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("/feeds/benevolat.xml", 350, "Agir Ensemble")]
    [InlineData("/feeds/service-civique.xml", 150, "Volontaires de la République")]
    public async Task Sample_feed_is_valid_and_current_whatever_the_date(string path, int count, string publisher)
    {
        var reader = new FeedReader();
        var items = await MissionXml.Read(await _client.GetByteArrayAsync(path), reader: reader);
        Assert.Equal((count, publisher), (items.Count, reader.Facts.PublisherName));
        Assert.All(items, item => Assert.Empty(item.Refusals.Concat(item.Warnings)));
        var now = new DateTimeOffset(2024, 3, 4, 10, 0, 0, TimeSpan.Zero);
        Assert.All(items, item => Assert.True((item.Mission!.EndAt ?? DateTimeOffset.MaxValue) > now && item.Mission.PostedAt < now.AddDays(1)));
        Assert.True(items.Select(i => i.Mission!.Title).Distinct().Count() > count / 2);
        Assert.True(items.SelectMany(i => i.Mission!.Addresses).Select(a => Taxonomy.Department(a.DepartmentCode!)!.Region).Distinct().Count() >= 13);
        Assert.Equal(publisher == "Agir Ensemble" ? MissionType.Benevolat : MissionType.VolontariatServiceCivique, items[0].Mission!.Type);
    }

    [Fact]
    public async Task Sample_feed_is_compressed_when_accepted_and_not_sent_again_when_known()
    {
        var first = await _client.SendAsync(Get("/feeds/benevolat.xml", "Accept-Encoding", "gzip"));
        Assert.Equal(["gzip"], first.Content.Headers.ContentEncoding);
        Assert.Equal(350, (await MissionXml.Read(await first.Content.ReadAsByteArrayAsync())).Count);
        var again = await _client.SendAsync(Get("/feeds/benevolat.xml", "If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        var since = await _client.SendAsync(Get("/feeds/benevolat.xml", "If-Modified-Since", first.Content.Headers.LastModified!.Value.ToString("R")));
        Assert.Equal(HttpStatusCode.NotModified, since.StatusCode);
    }

    [Fact]
    public async Task Standard_feed_changes_and_withdraws_what_was_asked_for()
    {
        var before = await Hashes("/feeds/standard.xml?count=400&seed=7");
        var after = await Hashes("/feeds/standard.xml?count=400&seed=7&changed=10&withdrawn=5");
        Assert.Equal((400, 380), (before.Count, after.Count));
        Assert.Equal(40, after.Count(a => before[a.Key] != a.Value));
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.GetAsync("/feeds/standard.xml?count=0")).StatusCode);
    }

    [Fact]
    public async Task The_rpde_feed_says_page_by_page_what_the_xml_feed_says()
    {
        const string Query = "count=300&seed=7&changed=10&withdrawn=5";
        var xml = await Hashes($"/feeds/standard.xml?{Query}");
        var reader = new RpdeReader(new FeedSettings());
        var (live, deleted) = (new Dictionary<string, string>(), new List<string>());
        for (var address = $"/feeds/standard.rpde?{Query}&size=40"; !reader.IsLastPageEmpty; address = reader.Next)
        {
            foreach (var item in RpdeJson.Read(await _client.GetByteArrayAsync(address), reader))
            {
                Assert.Empty(item.Refusals.Concat(item.Warnings));
                if (item.IsDeleted)
                {
                    deleted.Add(item.ClientId!);
                }
                else
                {
                    live[item.ClientId!] = Convert.ToHexString(MissionHash.Of(item.Mission!, item.Organization));
                }
            }
        }

        Assert.Equal(9, reader.Pages);
        Assert.Equal(15, deleted.Count);
        Assert.Equal(xml.OrderBy(m => m.Key, StringComparer.Ordinal), live.OrderBy(m => m.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/broken/truncated", "TRUNCATED")]
    [InlineData("/broken/empty", "EMPTY")]
    [InlineData("/broken/no-mission", "EMPTY")]
    [InlineData("/broken/not-xml", "NOT_XML")]
    [InlineData("/broken/entity-bomb", "DTD_FORBIDDEN")]
    public async Task Broken_feed_fails_as_it_says(string path, string code)
    {
        var bytes = await _client.GetByteArrayAsync(path);
        Assert.Equal(code, (await Assert.ThrowsAsync<FeedException>(() => MissionXml.Read(bytes))).Code);
    }

    [Theory]
    [InlineData("/broken/gzip-bomb")]
    [InlineData("/broken/huge?megabytes=64")]
    public async Task Bombs_are_cut_at_the_limit(string path)
    {
        await using var feed = await _client.GetStreamAsync(path);
        var fault = await Assert.ThrowsAsync<FeedException>(async () =>
        {
            await foreach (var item in new FeedReader(new FeedLimits { MaxInflatedBytes = 32 << 20 }).Read(feed, new FeedSettings()))
            {
                Assert.NotNull(item);
            }
        });
        Assert.Equal(FeedException.TooLarge, fault.Code);
    }

    [Fact]
    public async Task Slow_feed_is_left_when_the_reader_has_waited_enough()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1.5));
        await using var feed = await _client.GetStreamAsync("/broken/slow", CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in new FeedReader().Read(feed, new FeedSettings(), patience.Token))
            {
                Assert.Fail("The slow feed has no mission.");
            }
        });
    }

    [Fact]
    public async Task Status_redirect_and_index_answer_as_asked()
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _client.GetAsync("/broken/status/503")).StatusCode);
        var redirect = await _client.GetAsync("/broken/redirect?to=http://127.0.0.1:1/x");
        Assert.Equal((HttpStatusCode.Redirect, "http://127.0.0.1:1/x"), (redirect.StatusCode, redirect.Headers.Location!.ToString()));
        Assert.Contains("/broken/gzip-bomb", await _client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Command_line_writes_a_compressed_feed()
    {
        var path = Path.Combine(Path.GetTempPath(), $"feed-{Guid.NewGuid():N}.xml.gz");
        try
        {
            var output = new StringWriter();
            Assert.Equal(0, await GenerateCommand.Run(["--count", "50", "--seed", "3", "--withdrawn", "10", "--out", path], TimeProvider.System, output));
            Assert.Equal(45, (await MissionXml.Read(await File.ReadAllBytesAsync(path))).Count);
            Assert.Contains("45 missions", output.ToString());
            Assert.Equal(2, await GenerateCommand.Run(["--count", "x"], TimeProvider.System, output));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<Dictionary<string, string>> Hashes(string path) =>
        (await MissionXml.Read(await _client.GetByteArrayAsync(path))).ToDictionary(i => i.ClientId!, i => Convert.ToHexString(MissionHash.Of(i.Mission!, i.Organization)));

    private static HttpRequestMessage Get(string path, string header, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }
}
