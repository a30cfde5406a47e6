using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Engagement.Importer.Mail;

/// <summary>Hands mails to the server of the settings, one connection each: they are few.</summary>
internal sealed class SmtpTransport(IOptions<MailOptions> options) : IMailTransport
{
    // RFC 3463: X.7.X speaks of policy and rights, such as "relay access denied"; the recipient is not at fault.
    private const string Policy = "5.7.";

    public async Task<MailOutcome> Send(MimeMessage message, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Value.TimeoutSeconds));
        // As web clients do: a list of revoked certificates is often out of reach of a closed network.
        using var client = new SmtpClient { CheckCertificateRevocation = false };
        var accepted = false;
        try
        {
            await Connect(client, limit.Token);
            await client.SendAsync(message, limit.Token);
            accepted = true;
            await client.DisconnectAsync(quit: true, limit.Token);
            return MailOutcome.Sent;
        }
        catch (Exception e) when (accepted && !ct.IsCancellationRequested && IsOfServer(e))
        {
            // The server has the mail; how the connection ended changes nothing.
            return MailOutcome.Sent;
        }
        catch (Exception e) when (!accepted && !ct.IsCancellationRequested && IsOfServer(e))
        {
            return Explain(e);
        }
    }

    private async Task Connect(SmtpClient client, CancellationToken ct)
    {
        var settings = options.Value;
        var security = settings.Security switch
        {
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.None => SecureSocketOptions.None,
            var other => throw new InvalidOperationException($"Mail:Security {other} is unknown."),
        };
        await client.ConnectAsync(settings.Host!, settings.PortOrUsual, security, ct);
        if (!string.IsNullOrEmpty(settings.User))
        {
            await client.AuthenticateAsync(settings.User, settings.Password!, ct);
        }
    }

    private static bool IsOfServer(Exception e) =>
        e is CommandException or ProtocolException or AuthenticationException or SslHandshakeException or ServiceNotAuthenticatedException
            or NotSupportedException or SocketException or IOException or OperationCanceledException or TimeoutException;

    // A server's own words may repeat addresses: the codes say enough.
    private MailOutcome Explain(Exception e) => e switch
    {
        SmtpCommandException command => Explain(command),
        AuthenticationException => Unavailable("the server refuses Mail:User and Mail:Password"),
        ServiceNotAuthenticatedException => Unavailable("the server asks for Mail:User and Mail:Password"),
        SslHandshakeException => Unavailable("no trusted TLS connection: see Mail:Security, Mail:Port and the server's certificate"),
        NotSupportedException => Unavailable("the server does not offer what Mail:Security or Mail:User asks for"),
        SocketException socket => Unavailable($"no connection to Mail:Host: {socket.SocketErrorCode}"),
        OperationCanceledException or TimeoutException => Unavailable($"no answer within {options.Value.TimeoutSeconds} s (Mail:TimeoutSeconds)"),
        _ => Unavailable($"the connection was lost: {e.GetType().Name}"),
    };

    private static MailOutcome Explain(SmtpCommandException e)
    {
        var (code, permanent) = ((int)e.StatusCode, (int)e.StatusCode >= 500 && !e.Message.StartsWith(Policy, StringComparison.Ordinal));
        return e.ErrorCode switch
        {
            SmtpErrorCode.RecipientNotAccepted => new MailOutcome(permanent ? MailFate.RecipientRefused : MailFate.Deferred, $"{code} to the recipient"),
            SmtpErrorCode.MessageNotAccepted => new MailOutcome(permanent ? MailFate.MessageRefused : MailFate.Deferred, $"{code} to the mail"),
            SmtpErrorCode.SenderNotAccepted => Unavailable($"{code} to the sender: see Mail:From"),
            _ => Unavailable($"{code} from the server"),
        };
    }

    private static MailOutcome Unavailable(string detail) => new(MailFate.Unavailable, detail);
}
