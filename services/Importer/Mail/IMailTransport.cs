using MimeKit;

namespace Engagement.Importer.Mail;

/// <summary>Takes a mail out of the service's hands: to a server, or to a folder when there is none.</summary>
internal interface IMailTransport
{
    /// <summary>Hands over one mail to one recipient; what the other side says of it is the answer, never an exception.</summary>
    Task<MailOutcome> Send(MimeMessage message, CancellationToken ct);
}

/// <summary>What became of a mail.</summary>
/// <param name="Fate">What it means for the next steps.</param>
/// <param name="Detail">Why it was not sent, without any address; null when it was.</param>
internal sealed record MailOutcome(MailFate Fate, string? Detail = null)
{
    internal static readonly MailOutcome Sent = new(MailFate.Sent);
}

/// <summary>What became of a mail.</summary>
internal enum MailFate
{
    /// <summary>The other side has it.</summary>
    Sent,

    /// <summary>This mail may go through later.</summary>
    Deferred,

    /// <summary>No mail goes through at the moment: the server, or how it is set.</summary>
    Unavailable,

    /// <summary>The recipient's address will never take one.</summary>
    RecipientRefused,

    /// <summary>The server will never take this mail.</summary>
    MessageRefused,
}
