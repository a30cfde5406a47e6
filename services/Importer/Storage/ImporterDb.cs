using Engagement.Importer.Batches;
using Engagement.Importer.Contacts;
using Engagement.Importer.Feeds;
using Engagement.Importer.Health;
using Engagement.Importer.Imports;
using Engagement.Importer.Runs;
using Engagement.Importer.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Storage;

/// <summary>Schema <c>importer</c>. What a run writes for thousands of missions goes around it, in single statements.</summary>
internal sealed class ImporterDb(DbContextOptions<ImporterDb> options) : DbContext(options)
{
    internal const string Schema = "importer";

    internal DbSet<Feed> Feeds => Set<Feed>();
    internal DbSet<Run> Runs => Set<Run>();
    internal DbSet<Report> Reports => Set<Report>();
    internal DbSet<RunTotal> RunTotals => Set<RunTotal>();
    internal DbSet<RunItem> RunItems => Set<RunItem>();
    internal DbSet<ConfirmedAbsence> ConfirmedAbsences => Set<ConfirmedAbsence>();
    internal DbSet<OtherSourceMission> OtherSources => Set<OtherSourceMission>();
    internal DbSet<HeldAbsence> HeldAbsences => Set<HeldAbsence>();
    internal DbSet<Unapplied> Unapplied => Set<Unapplied>();
    internal DbSet<Batch> Batches => Set<Batch>();
    internal DbSet<MissionState> MissionStates => Set<MissionState>();
    internal DbSet<ImportRequest> ImportRequests => Set<ImportRequest>();
    internal DbSet<FeedContact> FeedContacts => Set<FeedContact>();
    internal DbSet<FeedAlert> FeedAlerts => Set<FeedAlert>();
    internal DbSet<AlertMail> AlertMails => Set<AlertMail>();
    internal DbSet<Session> Sessions => Set<Session>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ImporterDb).Assembly);
    }
}
