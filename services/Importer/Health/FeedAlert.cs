using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Importer.Health;

/// <summary>Something is wrong with a feed: from when to when, once per occurrence.</summary>
internal sealed class FeedAlert
{
    public Guid Id { get; private set; }
    public Guid FeedId { get; private set; }
    public string Kind { get; private set; } = "";

    /// <summary>The run that showed it first; its record may be gone.</summary>
    public Guid RunId { get; private set; }
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>Null while it lasts.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }
}

/// <summary>The values of <see cref="FeedAlert.Kind"/>.</summary>
internal static class FeedAlertKind
{
    /// <summary>The feed holds no mission.</summary>
    internal const string Empty = "EMPTY";

    /// <summary>It could not be read three times in a row.</summary>
    internal const string Failing = "FAILING";

    /// <summary>More than three quarters of its missions are refused.</summary>
    internal const string Refused = "REFUSED";

    /// <summary>Withdrawals wait for somebody.</summary>
    internal const string Held = "HELD";

    /// <summary>Reading it takes longer than the settings find usual.</summary>
    internal const string Slow = "SLOW";

    /// <summary>In two words, for titles.</summary>
    internal static string Title(string kind) => kind switch
    {
        Empty => "flux vide",
        Failing => "flux illisible",
        Refused => "missions refusées",
        Held => "retraits en attente",
        Slow => "lecture lente",
        _ => kind,
    };

    internal static string Explain(string kind) => kind switch
    {
        Empty => "Votre flux ne contient plus aucune mission : vérifiez l'export. Les missions en ligne sont conservées.",
        Failing => "Les trois dernières lectures ont échoué : ouvrez la dernière pour savoir pourquoi.",
        Refused => "Plus de trois quarts de vos missions sont refusées : ouvrez le dernier rapport, la même correction vaut souvent pour toutes.",
        Held => "Des retraits attendent votre confirmation : ouvrez la dernière lecture.",
        Slow => "La lecture de votre flux est longue : compressez-le, et répondez 304 quand rien n'a changé.",
        _ => kind,
    };
}

internal sealed class FeedAlertTable : IEntityTypeConfiguration<FeedAlert>
{
    public void Configure(EntityTypeBuilder<FeedAlert> table)
    {
        table.ToTable("feed_alert");
        table.HasKey(a => a.Id);
        table.Property(a => a.Id).HasColumnName("id").ValueGeneratedNever();
        table.Property(a => a.FeedId).HasColumnName("feed_id");
        table.Property(a => a.Kind).HasColumnName("kind");
        table.Property(a => a.RunId).HasColumnName("run_id");
        table.Property(a => a.OpenedAt).HasColumnName("opened_at");
        table.Property(a => a.ClosedAt).HasColumnName("closed_at");
        table.HasIndex(a => new { a.FeedId, a.Kind }).IsUnique().HasDatabaseName("feed_alert_open").HasFilter("closed_at IS NULL");
    }
}
