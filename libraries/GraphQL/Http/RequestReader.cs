using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
using Engagement.GraphQL.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Engagement.GraphQL.Http;

/// <summary>Reads the request of a GET's parameters or a POST's body.</summary>
internal static class RequestReader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    internal static async ValueTask<GraphQLRequest> Read(HttpContext http, GraphQLOptions options)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        {
            return FromParameters(http.Request.Query);
        }
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, POST";
            throw new GraphQLException("Send a GraphQL request by GET or POST.", ErrorCodes.MethodNotAllowed) { StatusCode = StatusCodes.Status405MethodNotAllowed };
        }
        CheckContentType(http.Request);
        var (body, bytes) = await ReadBody(http, options);
        return FromBody(body, bytes);
    }

    private static void CheckContentType(HttpRequest request)
    {
        var isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals(MediaTypes.Json, StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!isJson)
        {
            throw new GraphQLException("Send the request as Content-Type: application/json in UTF-8.", ErrorCodes.UnsupportedMediaType)
            {
                StatusCode = StatusCodes.Status415UnsupportedMediaType,
            };
        }
    }

    private static async ValueTask<(JsonElement Body, long Bytes)> ReadBody(HttpContext http, GraphQLOptions options)
    {
        var limit = options.MaxRequestBytes;
        if (http.Request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }
        using var deadline = new Deadline(options.BodyTimeout, http.RequestAborted);
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await deadline.Read(reader);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge(limit);
            }
            if (read.IsCompleted)
            {
                try
                {
                    return (Parse(read.Buffer), read.Buffer.Length);
                }
                finally
                {
                    reader.AdvanceTo(read.Buffer.End);
                }
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static JsonElement Parse(ReadOnlySequence<byte> sequence)
    {
        var body = sequence.IsSingleSegment ? sequence.FirstSpan : sequence.ToArray();
        if (!Utf8.IsValid(body))
        {
            throw Unreadable();
        }
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Strict.MaxDepth });
            var value = JsonElement.ParseValue(ref reader);
            if (reader.Read())
            {
                throw new JsonException("There is more after the JSON value.");
            }
            // Only an escape can write half a surrogate pair, which no text can hold.
            if (body.IndexOf("\\u"u8) >= 0)
            {
                CheckTexts(value);
            }
            return value;
        }
        catch (JsonException e)
        {
            throw new GraphQLException($"The body is not JSON: {e.Message}", ErrorCodes.BadRequest);
        }
    }

    private static GraphQLException Unreadable() =>
        new("The request holds half a surrogate pair or bytes that are not UTF-8.", ErrorCodes.BadRequest);

    private static void CheckTexts(JsonElement value)
    {
        try
        {
            Visit(value);
        }
        catch (InvalidOperationException)
        {
            throw Unreadable();
        }
    }

    // The depth is bounded by the reader.
    private static void Visit(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Visit(item);
                }
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    _ = member.Name;
                    Visit(member.Value);
                }
                break;
        }
    }

    private static GraphQLRequest FromBody(JsonElement body, long bytes)
    {
        if (body.ValueKind == JsonValueKind.Array)
        {
            throw new GraphQLException("Send one request at a time: arrays of requests are not executed.", ErrorCodes.BatchingNotSupported);
        }
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new GraphQLException("The body must be a JSON object with the member \"query\".", ErrorCodes.BadRequest);
        }
        return Checked(new GraphQLRequest
        {
            Query = Text(body, "query"),
            DocumentId = Text(body, "documentId") ?? PersistedHash(Object(body, "extensions")),
            OperationName = Text(body, "operationName"),
            Variables = Object(body, "variables"),
            Bytes = bytes,
        });
    }

    private static GraphQLRequest FromParameters(IQueryCollection parameters)
    {
        var extensions = ObjectParameter(parameters, "extensions");
        return Checked(new GraphQLRequest
        {
            Query = One(parameters, "query"),
            DocumentId = One(parameters, "documentId") ?? PersistedHash(extensions),
            OperationName = One(parameters, "operationName") is { Length: > 0 } name ? name : null,
            Variables = ObjectParameter(parameters, "variables"),
            QueriesOnly = true,
        });
    }

    private static GraphQLRequest Checked(GraphQLRequest request) => request is { Query: null, DocumentId: null }
        ? throw new GraphQLException("The request has no \"query\".", ErrorCodes.BadRequest)
        : request;

    private static string? PersistedHash(JsonElement? extensions) =>
        extensions is { } given && given.TryGetProperty("persistedQuery", out var persisted) && persisted.ValueKind == JsonValueKind.Object
            ? Text(persisted, "sha256Hash")
            : null;

    private static string? One(IQueryCollection parameters, string name) => parameters.TryGetValue(name, out var values)
        ? values.Count == 1 ? values[0] : throw new GraphQLException($"The parameter \"{name}\" is given {values.Count} times.", ErrorCodes.BadRequest)
        : null;

    private static JsonElement? ObjectParameter(IQueryCollection parameters, string name)
    {
        if (One(parameters, name) is not { Length: > 0 } text)
        {
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            CheckTexts(document.RootElement);
            return AsObject(document.RootElement.Clone(), name);
        }
        catch (JsonException)
        {
            throw new GraphQLException($"The parameter \"{name}\" is not JSON.", ErrorCodes.BadRequest);
        }
    }

    private static string? Text(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw new GraphQLException($"\"{name}\" must be a string.", ErrorCodes.BadRequest);
    }

    private static JsonElement? Object(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? AsObject(value, name) : null;

    private static JsonElement? AsObject(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object => value,
        _ => throw new GraphQLException($"\"{name}\" must be an object.", ErrorCodes.BadRequest),
    };

    /// <summary>Bounds the time of all reads together. Most bodies are there when they are asked for: then nothing is set up.</summary>
    private sealed class Deadline(TimeSpan time, CancellationToken aborted) : IDisposable
    {
        private CancellationTokenSource? _end;

        internal async ValueTask<ReadResult> Read(PipeReader reader)
        {
            if (_end is null && reader.TryRead(out var there))
            {
                if (there.IsCompleted)
                {
                    return there;
                }
                // Seen, not taken: the next read waits for more.
                reader.AdvanceTo(there.Buffer.Start, there.Buffer.End);
            }
            if (_end is null)
            {
                _end = CancellationTokenSource.CreateLinkedTokenSource(aborted);
                _end.CancelAfter(time);
            }
            try
            {
                return await reader.ReadAsync(_end.Token);
            }
            catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
            {
                throw new GraphQLException($"The body did not arrive within {time.TotalSeconds} s.", ErrorCodes.RequestTimeout)
                {
                    StatusCode = StatusCodes.Status408RequestTimeout,
                };
            }
            catch (BadHttpRequestException e)
            {
                var code = e.StatusCode == StatusCodes.Status408RequestTimeout ? ErrorCodes.RequestTimeout : ErrorCodes.BadRequest;
                throw new GraphQLException(e.Message, code) { StatusCode = e.StatusCode };
            }
        }

        public void Dispose() => _end?.Dispose();
    }

    private static GraphQLException TooLarge(int limit) => new($"The body is longer than {limit} bytes.", ErrorCodes.RequestTooLarge)
    {
        StatusCode = StatusCodes.Status413PayloadTooLarge,
    };
}
