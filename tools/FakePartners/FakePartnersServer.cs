using System.Globalization;

namespace Engagement.FakePartners;

/// <summary>Partners on demand, for the demonstration, the tests and the benchmarks: good feeds, feeds of any size, feeds that misbehave.</summary>
public static class FakePartnersServer
{
    /// <summary>The server, not started. Its address comes from the ordinary settings (<c>--urls</c>); <c>Clock:Now</c> fixes its time.</summary>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddSingleton(Clock(builder.Configuration));
        builder.Services.AddSingleton<SampleFeeds>();
        var app = builder.Build();
        app.MapGet("/", () => Results.Content(IndexPage.Html, "text/html; charset=utf-8"));
        SampleFeeds.Map(app);
        StandardFeed.Map(app);
        RpdeFeed.Map(app);
        BrokenFeeds.Map(app);
        return app;
    }

    private static TimeProvider Clock(IConfiguration configuration) =>
        configuration["Clock:Now"] is { Length: > 0 } now
            ? new FixedClock(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
            : TimeProvider.System;

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
