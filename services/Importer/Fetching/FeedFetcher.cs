using System.Net;
using System.Net.Http.Headers;
using Engagement.Importer.Feeds;
using Engagement.Importer.Runs;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace Engagement.Importer.Fetching;

/// <summary>Pulls a feed from its partner's server: conditional, bounded, asked again when the server stumbles, to public addresses only.</summary>
internal sealed class FeedFetcher : IFeedSource, IDisposable
{
    private const int MaxRedirects = 5;
    private readonly HttpClient client;
    private readonly FetchOptions options;
    private readonly FeedCredentials credentials;
    private readonly ResiliencePipeline<HttpResponseMessage> retries;

    public FeedFetcher(IOptions<FetchOptions> options, FeedCredentials credentials)
        : this(options.Value, credentials, Dns.GetHostAddressesAsync)
    {
    }

    internal FeedFetcher(FetchOptions options, FeedCredentials credentials, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        (this.options, this.credentials) = (options, credentials);
        var connect = new SafeConnect(options.AllowedPrivateEndpoints, resolve);
        client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = connect.Open,
            ConnectTimeout = TimeSpan.FromSeconds(options.ConnectSeconds),
            // Redirects are followed here, each with its own check; a proxy would connect past the check.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = 64,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Engagement", "1.0"));
        retries = Retries(options);
    }

    public Guid? RequestId => null;

    public async Task<FeedContent> Open(Feed feed, FeedPlace place, CancellationToken ct)
    {
        if (!TryParse(place.Page?.AbsoluteUri ?? feed.Url, out var address))
        {
            throw new RunFailure(FetchReasons.BadAddress);
        }

        var total = new CancellationTokenSource(TimeSpan.FromSeconds(options.TotalSeconds));
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, total.Token);
            var response = await Ask(address, feed, place, either.Token);
            return await Read(response, total);
        }
        catch (Exception e)
        {
            total.Dispose();
            throw Explain(e, ct) ?? e;
        }
    }

    public void Dispose() => client.Dispose();

    internal static bool TryParse(string? url, out Uri address) =>
        Uri.TryCreate(url, UriKind.Absolute, out address!) && address.Scheme is "http" or "https" && address is { UserInfo: "", Host.Length: > 0 };

    private static ResiliencePipeline<HttpResponseMessage> Retries(FetchOptions options)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage>();
        return options.Retries == 0 ? builder.Build() : builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = options.Retries,
            Delay = TimeSpan.FromMilliseconds(options.RetryMilliseconds),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is { } fault
                    ? fault is HttpRequestException && ReadingFault.Explain(fault) is null
                    : arguments.Outcome.Result is { StatusCode: HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError }),
        }).Build();
    }

    private async Task<HttpResponseMessage> Ask(Uri address, Feed feed, FeedPlace place, CancellationToken ct)
    {
        var authorization = place.Trusted && feed.Credentials is { } encrypted ? credentials.Header(encrypted) : null;
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            // Once the way has left the feed's own server, nothing on it learns the credentials.
            authorization = Feed.IsSameServer(address.AbsoluteUri, feed.Url) ? authorization : null;
            var (target, allowed) = (address, authorization);
            var response = await retries.ExecuteAsync(async token => await AskOnce(target, allowed, place.IfChanged ? new FeedTags(feed.Etag, feed.LastModified) : default, token), ct);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return response;
            }

            using (response)
            {
                if (response.Headers.Location is not { } location || !TryParse(new Uri(address, location).AbsoluteUri, out address))
                {
                    throw new RunFailure(FetchReasons.BadAddress);
                }
            }
        }

        throw new RunFailure(FetchReasons.TooManyRedirects);
    }

    private async Task<HttpResponseMessage> AskOnce(Uri address, AuthenticationHeaderValue? authorization, FeedTags known, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        request.Headers.Authorization = authorization;
        // Sent as received: partners' tags are not always well-formed.
        if (known.Etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", known.Etag);
        }

        if (known.LastModified is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Modified-Since", known.LastModified);
        }

        using var silence = CancellationTokenSource.CreateLinkedTokenSource(ct);
        silence.CancelAfter(TimeSpan.FromSeconds(options.ConnectSeconds + options.SilenceSeconds));
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
    }

    private async Task<FeedContent> Read(HttpResponseMessage response, CancellationTokenSource total)
    {
        if (response.StatusCode == HttpStatusCode.NotModified && IsConditional(response.RequestMessage))
        {
            response.Dispose();
            total.Dispose();
            return new FeedContent(null);
        }

        if (Refuse(response) is { } reason)
        {
            var isGone = response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone;
            response.Dispose();
            throw isGone ? new FeedGone(reason) : new RunFailure(reason);
        }

        var body = await response.Content.ReadAsStreamAsync(total.Token);
        var bounded = new PulledBody(body, options, total);
        return new FeedContent(bounded, new FeedTags(Header(response, "ETag"), Header(response, "Last-Modified")), response.RequestMessage!.RequestUri, response);
    }

    private static bool IsConditional(HttpRequestMessage? request) =>
        request is not null && (request.Headers.Contains("If-None-Match") || request.Headers.Contains("If-Modified-Since"));

    private RunReason? Refuse(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return FetchReasons.Status((int)response.StatusCode);
        }

        if (response.Content.Headers.ContentLength > (long)options.MaxMegabytes << 20)
        {
            return FetchReasons.TooLarge;
        }

        // A gzip body is recognised by its first bytes, so that a file that is already compressed needs no header.
        return response.Content.Headers.ContentEncoding.FirstOrDefault(e => e is not ("gzip" or "x-gzip" or "identity")) is { } encoding
            ? FetchReasons.Encoding(encoding)
            : null;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        (response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)) ? values.First() : null;

    private static RunFailure? Explain(Exception fault, CancellationToken ct)
    {
        if (fault is RunFailure told)
        {
            return told;
        }

        if (ReadingFault.Explain(fault) is { } reason)
        {
            return new RunFailure(reason, fault);
        }

        return fault switch
        {
            OperationCanceledException when !ct.IsCancellationRequested => new RunFailure(FetchReasons.TimedOut, fault),
            HttpRequestException or IOException => new RunFailure(FetchReasons.Unreachable, fault),
            _ => null,
        };
    }
}
