using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Engagement.Catalog;
using Engagement.Hosting;
using Engagement.Importer;
using Engagement.Messaging;
using Engagement.Search;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Engagement.Benchmarks;

/// <summary>Standalone as it is, in a process of its own, with an ear on the product's own stage meter: where the time goes.</summary>
internal static class StageHost
{
    private static readonly ConcurrentDictionary<string, double> Busy = new();

    internal static async Task<int> Run(string[] args)
    {
        using var listener = Listen();
        var builder = WebApplication.CreateBuilder(args);
        builder.AddCatalog();
        builder.AddImporter();
        builder.AddSearch();
        builder.AddBus();
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapCatalog();
        app.MapImporter();
        app.MapSearch();
        app.MapGet("/bench/stages", () => Busy.OrderBy(s => s.Key, StringComparer.Ordinal).ToDictionary());
        app.MapPost("/bench/stages/reset", () =>
        {
            Busy.Clear();
            return Results.NoContent();
        });
        app.MapPost("/bench/memory", () => GC.GetTotalMemory(forceFullCollection: true));
        await app.RunAsync();
        return 0;
    }

    private static MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument is { Meter.Name: "Engagement", Name: "engagement.stage.duration" })
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
            Busy.AddOrUpdate((string)tags[0].Value!, seconds, (_, sum) => sum + seconds));
        listener.Start();
        return listener;
    }
}
