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
    private const int LongestTag = 255;
    private static readonly HashSet<string> Asked = new(["gzip", "x-gzip", "identity"], StringComparer.OrdinalIgnoreCase);
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
        if (!FeedAddress.TryParse(place.Page?.AbsoluteUri ?? feed.Url, out var address))
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
        catch (RunFailure)
        {
            total.Dispose();
            throw;
        }
        catch (Exception e)
        {
            total.Dispose();
            if (Explain(e, ct) is not { } reason)
            {
                throw;
            }

            throw new RunFailure(reason, e);
        }
    }

    public void Dispose() => client.Dispose();

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
                    // A server that says when it can answer is not asked before.
                    : arguments.Outcome.Result is
                    {
                        StatusCode: HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError, Headers.RetryAfter: null
                    }),
        }).Build();
    }

    private async Task<HttpResponseMessage> Ask(Uri address, Feed feed, FeedPlace place, CancellationToken ct)
    {
        var authorization = place.Trusted && feed.Credentials is { } encrypted ? credentials.Header(encrypted) : null;
        // After a failure without them: they may be why.
        var known = place.IfChanged && feed.Failures == 0 ? new FeedTags(Sendable(feed.Etag), Sendable(feed.LastModified)) : default;
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            // Once the way has left the feed's own server, nothing on it learns the credentials.
            authorization = FeedAddress.IsSameServer(address.AbsoluteUri, feed.Url) ? authorization : null;
            var response = await AskWithRetries(address, authorization, known, ct);
            if (known != default && MayBlameTags(response.StatusCode))
            {
                response.Dispose();
                known = default;
                response = await AskWithRetries(address, authorization, known, ct);
            }

            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return response;
            }

            using (response)
            {
                if (!FeedAddress.TryFollow(address, response.Headers.Location, out address))
                {
                    throw new RunFailure(FetchReasons.BadAddress);
                }
            }
        }

        throw new RunFailure(FetchReasons.TooManyRedirects);
    }

    private async Task<HttpResponseMessage> AskWithRetries(
        Uri address, AuthenticationHeaderValue? authorization, FeedTags known, CancellationToken ct) =>
        await retries.ExecuteAsync(async token => await AskOnce(address, authorization, known, token), ct);

    /// <summary>True for the errors with which servers answer a conditional request that they do not understand.</summary>
    private static bool MayBlameTags(HttpStatusCode status) => status >= HttpStatusCode.BadRequest && status is not (
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone
        or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable);

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
        var tags = new FeedTags(Sendable(Header(response, "ETag")), Sendable(Header(response, "Last-Modified")));
        return new FeedContent(bounded, tags, response.RequestMessage!.RequestUri, response);
    }

    private static bool IsConditional(HttpRequestMessage? request) =>
        request is not null && (request.Headers.Contains("If-None-Match") || request.Headers.Contains("If-Modified-Since"));

    private RunReason? Refuse(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return FetchReasons.Status((int)response.StatusCode, Pause(response));
        }

        if (response.Content.Headers.ContentLength > (long)options.MaxMegabytes << 20)
        {
            return FetchReasons.TooLarge;
        }

        // A gzip body is recognised by its first bytes, so that a file that is already compressed needs no header.
        return response.Content.Headers.ContentEncoding.All(e => Asked.Contains(e)) ? null : FetchReasons.EncodingUnsupported;
    }

    /// <summary>How long the server asks to be left alone; a date counts from the server's own.</summary>
    private static TimeSpan? Pause(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } seconds } => seconds,
        { Date: { } date } when response.Headers.Date is { } now => date - now,
        _ => null,
    };

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)
            ? values.FirstOrDefault()
            : null;

    /// <summary>A tag that can be sent back; null for one that no request may carry, such as text with accents.</summary>
    private static string? Sendable(string? tag) =>
        tag is { Length: > 0 and <= LongestTag } && !tag.AsSpan().ContainsAnyExceptInRange(' ', '~') ? tag : null;

    private static RunReason? Explain(Exception fault, CancellationToken ct) => ReadingFault.Explain(fault) ?? fault switch
    {
        OperationCanceledException when !ct.IsCancellationRequested => FetchReasons.TimedOut,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.HttpProtocolError
        } => FetchReasons.InvalidResponse,
        HttpRequestException or IOException => FetchReasons.Unreachable,
        _ => null,
    };
}
