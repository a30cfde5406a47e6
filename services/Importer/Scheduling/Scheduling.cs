using Engagement.Hosting;
using Engagement.Messaging;

namespace Engagement.Importer.Scheduling;

/// <summary>Entry of the feature: when feeds are pulled, and what is taken up after a restart.</summary>
internal static class SchedulingFeature
{
    internal static void AddScheduling(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DueFeeds>();
        builder.Services.AddRecurringWork<Schedule>("importer-schedule", ServiceDefaults.Ready);
    }
}
