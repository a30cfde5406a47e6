using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Engagement.Hosting;

/// <summary>
/// How long the whole body of a request may take to arrive, counted from the request's beginning: a caller that sends a few bytes a second
/// holds nothing for long. Beyond: 408. An endpoint without this has <see cref="RequestsOptions.BodySeconds"/>.
/// </summary>
/// <param name="Time">The time; <see cref="Timeout.InfiniteTimeSpan"/> for an endpoint that bounds its body itself.</param>
public sealed record BodyDeadline(TimeSpan Time);

/// <summary>Section <c>Requests</c>.</summary>
public sealed class RequestsOptions
{
    /// <summary>How long the body of a form or a small message may take to arrive.</summary>
    [Range(1, 3600, ErrorMessage = "Requests:BodySeconds is a number of seconds from 1 to 3600.")]
    public int BodySeconds { get; init; } = 30;
}

/// <summary>Sets and keeps deadlines of bodies.</summary>
public static class BodyDeadlines
{
    /// <summary>The endpoint's body may take this long.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="time">The time; <see cref="Timeout.InfiniteTimeSpan"/>: the endpoint bounds it itself.</param>
    public static TBuilder WithBodyDeadline<TBuilder>(this TBuilder builder, TimeSpan time)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new BodyDeadline(time));

    internal static void AddBodyDeadlines(this IServiceCollection services) =>
        services.AddOptions<RequestsOptions>().BindConfiguration("Requests").ValidateDataAnnotations().ValidateOnStart();

    internal static void UseBodyDeadlines(this WebApplication app)
    {
        var usual = TimeSpan.FromSeconds(app.Services.GetRequiredService<IOptions<RequestsOptions>>().Value.BodySeconds);
        app.Use(async (context, next) =>
        {
            var time = context.GetEndpoint()?.Metadata.GetMetadata<BodyDeadline>()?.Time ?? usual;
            if (time == Timeout.InfiniteTimeSpan || HasNoBody(context))
            {
                await next(context);
                return;
            }

            var sent = context.Request.Body;
            await using var body = new DeadlineStream(sent, time);
            context.Request.Body = body;
            try
            {
                await next(context);
            }
            finally
            {
                context.Request.Body = sent;
            }
        });
    }

    private static bool HasNoBody(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false;

    private sealed class DeadlineStream(Stream sent, TimeSpan time) : Stream
    {
        private readonly CancellationTokenSource deadline = new(time);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
            try
            {
                return await sent.ReadAsync(buffer, either.Token);
            }
            catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new BadHttpRequestException(
                    $"The body did not arrive within {time.TotalSeconds} s.", StatusCodes.Status408RequestTimeout, e);
            }
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read bodies asynchronously.");

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            deadline.Dispose();
            base.Dispose(disposing);
        }
    }
}
