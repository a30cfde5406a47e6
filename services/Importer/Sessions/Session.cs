using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Importer.Sessions;

/// <summary>A session of the partners' pages. Who has the database cannot use it: the id itself is only in the browser's cookie.</summary>
internal sealed class Session
{
    private Session()
    {
    }

    /// <summary>SHA-256 of the random id that the cookie holds.</summary>
    internal byte[] IdHash { get; private set; } = [];

    /// <summary>The key that opened it. When the key ends, so does the session.</summary>
    internal Guid KeyId { get; private set; }

    internal DateTimeOffset OpenedAt { get; private set; }

    /// <summary>When a page was last asked for, to the minute.</summary>
    internal DateTimeOffset SeenAt { get; private set; }

    /// <summary>When it ends, however it is used.</summary>
    internal DateTimeOffset ExpiresAt { get; private set; }

    internal static Session Open(byte[] idHash, Guid keyId, DateTimeOffset now, TimeSpan life) =>
        new() { IdHash = idHash, KeyId = keyId, OpenedAt = now, SeenAt = now, ExpiresAt = now + life };
}

internal sealed class SessionTable : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> table)
    {
        table.ToTable("session");
        table.HasKey(s => s.IdHash);
        table.Property(s => s.IdHash).HasColumnName("id_hash");
        table.Property(s => s.KeyId).HasColumnName("key_id");
        table.Property(s => s.OpenedAt).HasColumnName("opened_at");
        table.Property(s => s.SeenAt).HasColumnName("seen_at");
        table.Property(s => s.ExpiresAt).HasColumnName("expires_at");
        table.HasIndex(s => s.KeyId).HasDatabaseName("session_key");
    }
}
