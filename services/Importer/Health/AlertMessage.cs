using System.Security.Cryptography;
using System.Text;
using Engagement.Design;
using Engagement.Hosting;
using Engagement.Importer.Mail;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Engagement.Importer.Health;

/// <summary>Writes the mail of what is owed to one address.</summary>
internal sealed class AlertMessage(IOptions<MailOptions> mail, IOptions<SiteOptions> site, IOptions<InternalOptions> services, TimeProvider clock)
{
    private const int LongestName = 100;

    // On a machine of one's own there is no other address than the front door's.
    private Uri Site => site.Value.Address ?? services.Value.Search ?? throw new InvalidOperationException("Site:Address and Internal:Search are unset.");

    internal MimeMessage Write(OwedMail owed)
    {
        var message = new MimeMessage
        {
            Date = clock.GetUtcNow(),
            Subject = Subject(owed),
            // The same notices make the same id: whoever gets them twice after a crash may recognise it.
            MessageId = $"{IdOf(owed)}@{mail.Value.Sender.Domain}",
            Body = new TextPart("plain") { Text = Text(owed), ContentTransferEncoding = ContentEncoding.QuotedPrintable },
        };
        message.From.Add(mail.Value.Sender);
        message.To.Add(new MailboxAddress(null, owed.Address));
        // RFC 3834: no automatic answer to an automatic mail.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private static string Subject(OwedMail owed)
    {
        var (publisher, opened) = (OneLine(owed.Notices[0].Publisher), Of(owed, AlertEvent.Opened));
        var told = opened.Count > 0 ? opened : owed.Notices;
        var what = told.Count == 1 ? FeedAlertKind.Title(told[0].Kind) : French.Count(told.Count, "alerte");
        return opened.Count > 0 ? $"{publisher} : {what}" : $"Réglé : {what} ({publisher})";
    }

    private string Text(OwedMail owed)
    {
        var text = new StringBuilder("Bonjour,\n\n");
        foreach (var notice in Of(owed, AlertEvent.Opened))
        {
            text.Append($"{Name(notice)} : {FeedAlertKind.Title(notice.Kind)}\n{FeedAlertKind.Explain(notice.Kind)}\n")
                .Append($"Depuis le {French.DateAndTime(notice.OpenedAt)}.\nLa lecture qui l'a montré : {new Uri(Site, $"/feeds/runs/{notice.RunId}")}\n\n");
        }

        foreach (var notice in Of(owed, AlertEvent.Closed))
        {
            text.Append($"{Name(notice)} : {FeedAlertKind.Title(notice.Kind)}, c'est réglé\n")
                .Append($"Signalé depuis le {French.DateAndTime(notice.OpenedAt)}, réglé le {French.DateAndTime(notice.ClosedAt ?? clock.GetUtcNow())}.\n\n");
        }

        var pages = new Uri(Site, "/feeds");
        text.Append("-- \n")
            .Append($"L'état de vos flux, toujours à jour : {pages}\n")
            .Append("Une alerte qui revient sans cesse n'est signalée qu'une fois en 24 heures.\n")
            .Append("Votre adresse est donnée comme contact de ce flux. Pour ne plus recevoir ces messages, retirez-la sur cette même page.\n");
        return text.ToString();
    }

    private static string Name(AlertNotice notice) => $"Flux « {OneLine(notice.Feed)} » de {OneLine(notice.Publisher)}";

    private static List<AlertNotice> Of(OwedMail owed, string kind) => [.. owed.Notices.Where(n => n.Event == kind)];

    private static string IdOf(OwedMail owed) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(' ', owed.Notices.Select(n => n.MailId).Order())))[..16]);

    /// <summary>A name as one line of reasonable length, whatever somebody put into it.</summary>
    private static string OneLine(string name)
    {
        var clean = string.Concat(name.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
        return clean.Length <= LongestName ? clean : $"{clean[..LongestName]}…";
    }
}
