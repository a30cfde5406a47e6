using Engagement.Hosting;
using Engagement.Messaging;

namespace Engagement.Importer.Batches;

/// <summary>Entry of the feature: what is sent to Catalog, sent again, and confirmed.</summary>
internal static class BatchesFeature
{
    internal static void AddBatches(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<BatchOptions>().BindConfiguration("Batches").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<OutcomeSignals>();
        builder.Services.AddSingleton<SendBatch>();
        builder.Services.AddRecurringWork<ResendBatches>("importer-resend", ServiceDefaults.Ready);
        builder.Services.AddBusConsumers(bus => bus.AddConsumer<ConfirmBatch>().Endpoint(endpoint => endpoint.Name = "importer-confirm-batch"));
    }
}
