using Engagement.Importer.Mail;
using Engagement.Messaging;
using Microsoft.Extensions.Options;

namespace Engagement.Importer.Health;

/// <summary>
/// Sends what is owed to contacts, one mail for all that an address must be told about a publisher. A mail is noted as sent after the server
/// has it: a process that ends in between sends it twice, never not at all.
/// </summary>
internal sealed partial class SendAlerts(
    AlertMails mails, AlertMessage message, IMailTransport transport, IOptions<MailOptions> options, ILogger<SendAlerts> logger)
    : RecurringWork(TimeSpan.FromSeconds(options.Value.EverySeconds), logger)
{
    /// <summary>Sends all that is due; while no mail goes through at all, the rest waits for the next round.</summary>
    internal async Task SendDue(CancellationToken ct)
    {
        await mails.RemoveOld(ct);
        while (await mails.Take(ct) is { } mail)
        {
            var outcome = await Send(mail, ct);
            await Note(mail, outcome, ct);
            if (outcome.Fate == MailFate.Unavailable)
            {
                return;
            }
        }
    }

    protected override Task Prepare(CancellationToken ct)
    {
        if (!options.Value.HasServer)
        {
            Log.WritesFiles(logger, options.Value.Folder);
        }

        return Task.CompletedTask;
    }

    protected override Task Round(CancellationToken ct) => SendDue(ct);

    /// <summary>A mail that cannot be written or handed over by a fault of ours is parked like one that the server refuses; the others go out.</summary>
    private async Task<MailOutcome> Send(OwedMail mail, CancellationToken ct)
    {
        try
        {
            return await transport.Send(message.Write(mail), ct);
        }
        catch (Exception e) when (!IsPassing(e) && !ct.IsCancellationRequested)
        {
            Log.Broke(logger, e, mail.Notices[0].MailId);
            return new MailOutcome(MailFate.MessageRefused, e.GetType().Name);
        }
    }

    private async Task Note(OwedMail mail, MailOutcome outcome, CancellationToken ct)
    {
        var (contact, detail) = (mail.Notices[0].ContactId, outcome.Detail ?? "");
        switch (outcome.Fate)
        {
            case MailFate.Sent:
                await mails.NoteSent(mail, ct);
                Log.Sent(logger, mail.Notices.Count, contact);
                break;
            case MailFate.RecipientRefused:
                await mails.NoteRecipientRefused(mail, ct);
                Log.RecipientRefused(logger, contact, detail);
                break;
            case MailFate.MessageRefused:
                await mails.NoteMessageRefused(mail, detail, ct);
                Log.MessageRefused(logger, mail.Notices[0].MailId, contact, detail);
                break;
            default:
                await mails.NoteDeferred(mail, TimeSpan.FromSeconds(options.Value.RetrySeconds), ct);
                Log.Deferred(logger, contact, detail);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2411, Level = LogLevel.Information, Message = "Mail:Host is unset: mails are written to {Folder}")]
        internal static partial void WritesFiles(ILogger logger, string folder);

        [LoggerMessage(EventId = 2412, Level = LogLevel.Information, Message = "{Count} alerts told to contact {ContactId}")]
        internal static partial void Sent(ILogger logger, int count, Guid contactId);

        [LoggerMessage(EventId = 2413, Level = LogLevel.Warning, Message = "The address of contact {ContactId} takes no mail: {Detail}. Nothing more is sent to it until it is saved again")]
        internal static partial void RecipientRefused(ILogger logger, Guid contactId, string detail);

        [LoggerMessage(EventId = 2414, Level = LogLevel.Warning, Message = "Mail {MailId} to contact {ContactId} is refused for good: {Detail}")]
        internal static partial void MessageRefused(ILogger logger, Guid mailId, Guid contactId, string detail);

        [LoggerMessage(EventId = 2416, Level = LogLevel.Error, Message = "Mail {MailId} cannot be sent by a fault of ours")]
        internal static partial void Broke(ILogger logger, Exception exception, Guid mailId);

        [LoggerMessage(EventId = 2415, Level = LogLevel.Warning, Message = "A mail to contact {ContactId} could not be sent and will be tried again: {Detail}")]
        internal static partial void Deferred(ILogger logger, Guid contactId, string detail);
    }
}
