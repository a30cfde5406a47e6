using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Engagement.Testing;

/// <summary>
/// Requests that no honest client sends, to every path that a host has mapped; each must be answered with a clear refusal or be carried
/// out.
/// </summary>
public static class HostileRequests
{
    private static readonly string[] Parameters =
        ["kind", "code", "after", "first", "all", "saved", "publisher", "url", "type", "return", "query", "variables", "documentId", "extensions", "status", "by"];

    private static readonly string[] Values =
        ["%00", "x%00y", "%", "%zz", "%ff", "%ED%A0%80", "%F0%9F%98%80", "99999999999999999999", "-1", "", "%22%27%3B--", new('a', 3_000)];

    private static readonly string[] RouteValues = ["x", "%01", "%ff", "%0A", "%2e%2e%2f", "%22%27", "9999999999999999999999", new('a', 2_000)];

    /// <summary>Sends them all; fails with the list of those that were answered with 5xx or with an error that says nothing.</summary>
    /// <param name="host">The host.</param>
    /// <param name="client">Who sends: with the service secret, a session, or nothing.</param>
    /// <param name="least">How many there must be at least, so that a test cannot pass by sending none.</param>
    public static async Task Send(ServiceHost host, HttpClient client, int least)
    {
        var endpoints = Endpoints(host);
        var (sent, faults) = (0, new List<string>());
        foreach (var request in endpoints.SelectMany(Requests))
        {
            sent++;
            var name = $"{request.Method} {Cut(request.RequestUri!.OriginalString)} {Cut(request.Content?.Headers.ContentType?.ToString() ?? RawType(request))}";
            using (request)
            {
                if (await Fault(client, request) is { } fault)
                {
                    faults.Add($"{name}: {fault}");
                }
            }
        }

        Assert.True(sent >= least, $"Only {sent} requests.");
        Assert.True(faults.Count == 0, $"{faults.Count} of {sent} requests to {endpoints.Count} endpoints:\n{string.Join('\n', faults.Take(60))}");
    }

    /// <summary>What a host has mapped, once each.</summary>
    public static IReadOnlyList<RouteEndpoint> Endpoints(ServiceHost host) =>
        [.. ((IEndpointRouteBuilder)host.App).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .DistinctBy(e => $"{string.Join(',', Methods(e))} {e.RoutePattern.RawText}")];

    /// <summary>The methods that an endpoint answers.</summary>
    public static IReadOnlyList<string> Methods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET", "POST"];

    /// <summary>The path of an endpoint with its parameters filled in.</summary>
    public static string Path(RouteEndpoint endpoint, string value = "x") => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(
        segment => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { ParameterPolicies.Count: > 0 } => "6f2b0000-0000-4000-8000-000000000001",
            _ => value,
        }))));

    private static async Task<string?> Fault(HttpClient client, HttpRequestMessage request)
    {
        try
        {
            using var answer = await client.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            return (int)answer.StatusCode >= 500 ? $"{(int)answer.StatusCode} {Cut(body)}"
                : (int)answer.StatusCode >= 400 && body.Length == 0 ? $"{(int)answer.StatusCode} without a word"
                : null;
        }
        catch (HttpRequestException e)
        {
            return $"cut off: {e.InnerException?.Message ?? e.Message}";
        }
    }

    private static IEnumerable<HttpRequestMessage> Requests(RouteEndpoint endpoint)
    {
        foreach (var method in Methods(endpoint).Select(m => new HttpMethod(m)))
        {
            foreach (var value in RouteValues.Where(_ => endpoint.RoutePattern.Parameters.Count > 0))
            {
                yield return Request(method, Path(endpoint, value));
            }

            for (var i = 0; i < Values.Length * 2; i++)
            {
                yield return Request(method, $"{Path(endpoint)}?{Parameters[i % Parameters.Length]}={Values[i % Values.Length]}");
            }

            yield return Request(method, $"{Path(endpoint)}?{string.Join('&', Parameters.Select(p => p + "=%00"))}");
            yield return Request(method, $"{Path(endpoint)}?kind=a&kind=b&after=a&after=b&first=1&first=2");
            foreach (var (type, body) in method == HttpMethod.Post || method == HttpMethod.Put || method == HttpMethod.Patch ? Bodies(endpoint) : [])
            {
                yield return Request(method, Path(endpoint), type, body);
            }
        }
    }

    private static IEnumerable<(string? Type, byte[] Body)> Bodies(RouteEndpoint endpoint)
    {
        const string Json = "application/json";
        const string Form = "application/x-www-form-urlencoded";
        yield return (null, []);
        yield return (null, "x"u8.ToArray());
        yield return ("garbage", "x"u8.ToArray());
        yield return ("text/plain; charset=\"", "x"u8.ToArray());
        var nul = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type ? Sample(type, 3) : new { a = "x\0y" };
        foreach (var text in new[]
        {
            "", "{", "null", "[]", "\"x\"", "1e999", "{\"a\":\"\\ud800\"}", "{\"query\":\"\\ud800\"}", "[null]", JsonSerializer.Serialize(nul),
            new string('[', 1_000), "{\"query\":\"{ __typename }\",\"variables\":{\"a\":\"\\u0000\"}}", "{\"query\":\"query($s:String){missions(search:$s){totalCount}organizations(search:$s){totalCount}}\",\"variables\":{\"s\":\"a\\u0000b\"}}",
        })
        {
            yield return (Json, Encoding.UTF8.GetBytes(text));
        }

        foreach (var charset in new[] { "utf-7", "bogus", "utf-16", "\"", "" })
        {
            yield return ($"{Json}; charset={charset}", "{}"u8.ToArray());
            yield return ($"{Form}; charset={charset}", "a=b"u8.ToArray());
        }

        yield return (Json, [0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]);
        yield return (Form, Encoding.UTF8.GetBytes(string.Join('&', Enumerable.Range(0, 1_100).Select(i => $"k{i}=v"))));
        yield return (Form, Encoding.UTF8.GetBytes(new string('k', 3_000) + "=v"));
        yield return (Form, "key=%00&contacts=%00&url=%00&type=%00&return=%00"u8.ToArray());
        yield return (Form, "%zz=%&=&&%ff"u8.ToArray());
        foreach (var multipart in new[] { "", "--x", "--x\r\n", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nabc", "--x\r\nnonsense\r\n\r\nabc\r\n--x--\r\n", "--x\r\n\r\n\r\n--x--" })
        {
            yield return ("multipart/form-data; boundary=x", Encoding.UTF8.GetBytes(multipart));
        }

        yield return ("multipart/form-data", "--x--"u8.ToArray());
        yield return ($"multipart/form-data; boundary={new string('b', 300)}", "--x--"u8.ToArray());
        yield return ("multipart/form-data; boundary=\"", "--x--"u8.ToArray());
        yield return ("multipart/form-data; boundary=x", Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Range(0, 1_100).Select(i => $"--x\r\nContent-Disposition: form-data; name=\"k{i}\"\r\n\r\nv\r\n")) + "--x--\r\n"));
        yield return ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"url\"\r\n\r\na\0b\r\n--x--\r\n"u8.ToArray());
        yield return ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"url\"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\nab\r\n--x--\r\n"u8.ToArray());
    }

    /// <summary>A body of the type that the endpoint takes, with U+0000 in every text.</summary>
    private static object? Sample(Type type, int depth)
    {
        if (type == typeof(string))
        {
            return "x\0y";
        }

        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsPrimitive || plain.IsEnum)
        {
            return plain == typeof(bool) ? false : 1;
        }

        if (plain == typeof(Guid))
        {
            return Guid.NewGuid();
        }

        if (plain.IsGenericType && plain.GetInterfaces().Append(plain).Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)))
        {
            return depth == 0 ? Array.Empty<object>() : new[] { Sample(plain.GetGenericArguments()[^1], depth - 1) };
        }

        return depth == 0 || plain == typeof(DateTimeOffset)
            ? null
            : plain.GetProperties().ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name), p => Sample(p.PropertyType, depth - 1), StringComparer.Ordinal);
    }

    private static HttpRequestMessage Request(HttpMethod method, string target, string? type = null, byte[]? body = null)
    {
        // As written: .NET would put the address in order.
        var request = new HttpRequestMessage(method, new Uri($"http://host{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            if (type is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }
        }

        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(target.Length % 2 == 0 ? "text/html" : "application/json"));
        return request;
    }

    private static string RawType(HttpRequestMessage request) =>
        request.Content?.Headers.NonValidated.TryGetValues("Content-Type", out var values) == true ? values.ToString() : "";

    private static string Cut(string text) => text.Length > 160 ? text[..160] + "…" : text;
}

/// <summary>Sends the requests of <see cref="HostileRequests"/> to a test's host, whatever address they name.</summary>
/// <param name="host">The host.</param>
/// <param name="headers">Headers of every request.</param>
public sealed class ToHost(ServiceHost host, params (string Name, string Value)[] headers) : DelegatingHandler(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var target = request.RequestUri!.OriginalString["http://host".Length..];
        request.RequestUri = new Uri(host.Address.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
