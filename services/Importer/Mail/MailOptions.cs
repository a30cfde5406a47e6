using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Engagement.Importer.Mail;

/// <summary>Section <c>Mail</c>: how mails leave. Without <see cref="Host"/> they are written to <see cref="Folder"/>.</summary>
internal sealed class MailOptions
{
    internal const string Nobody = "Engagement <engagement@localhost>";

    /// <summary>The server that takes mails; unset: none is sent, each is a file.</summary>
    public string? Host { get; init; }

    /// <summary>Its port; when unset, the usual one of <see cref="Security"/>: 587, 465 or 25.</summary>
    [Range(1, 65_535)]
    public int? Port { get; init; }

    /// <summary>Name and password for the server; unset when it asks for none.</summary>
    public string? User { get; init; }

    /// <inheritdoc cref="User"/>
    public string? Password { get; init; }

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;

    /// <summary>Who the mails are from: an address, with a name or without.</summary>
    public string From { get; init; } = Nobody;

    /// <summary>Where mails are written when there is no server; on a disk that survives a restart.</summary>
    [Required]
    public string Folder { get; init; } = "data/mail";

    /// <summary>How long the server may take for one mail, connection included.</summary>
    [Range(1, 240)]
    public int TimeoutSeconds { get; init; } = 60;

    /// <summary>How often it is looked whether a mail is owed.</summary>
    [Range(1, 3600)]
    public int EverySeconds { get; init; } = 10;

    /// <summary>The pause after a failure; each further one is twice as long, up to an hour.</summary>
    [Range(1, 3600)]
    public int RetrySeconds { get; init; } = 60;

    internal bool HasServer => !string.IsNullOrWhiteSpace(Host);

    internal int PortOrUsual => Port ?? Security switch { MailSecurity.Tls => 465, MailSecurity.StartTls => 587, _ => 25 };

    internal MailboxAddress Sender => MailboxAddress.Parse(From);
}

/// <summary>How the connection to the mail server is protected.</summary>
internal enum MailSecurity
{
    /// <summary>Begins in the open and must become TLS before anything is said.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>Not at all: for a server on the same machine.</summary>
    None,
}

/// <summary>Section <c>Site</c>: what links in mails begin with.</summary>
internal sealed class SiteOptions
{
    /// <summary>Where people reach the pages, for example <c>https://engagement.example.fr</c>.</summary>
    public Uri? Address { get; init; }
}

/// <summary>What the settings must agree on; each sentence names the one to mend.</summary>
internal sealed class CheckMailOptions(IOptions<SiteOptions> site, IHostEnvironment environment) : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(MailOptions options)
    {
        if (!MailboxAddress.TryParse(options.From, out var from) || from.Domain.Length == 0)
        {
            yield return "Mail:From is not an address: set it to one, such as 'Engagement <alertes@exemple.fr>'.";
        }

        if (site.Value.Address is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")))
        {
            yield return "Site:Address is not a complete http or https address: set it to where people reach the pages, such as https://engagement.example.fr.";
        }

        foreach (var fault in options.HasServer ? FaultsOfServer(options) : [])
        {
            yield return fault;
        }
    }

    private IEnumerable<string> FaultsOfServer(MailOptions options)
    {
        if (site.Value.Address is null)
        {
            yield return "Site:Address is missing: links in mails need it. Set it to where people reach the pages, such as https://engagement.example.fr.";
        }

        if (options.From == MailOptions.Nobody)
        {
            yield return "Mail:From is missing: set it to the address that mails come from, such as 'Engagement <alertes@exemple.fr>'.";
        }

        if (string.IsNullOrEmpty(options.User) != string.IsNullOrEmpty(options.Password))
        {
            yield return "Mail:User and Mail:Password go together: set both, or neither when the server asks for none.";
        }

        if (options.Security == MailSecurity.None && !string.IsNullOrEmpty(options.User) && !environment.IsDevelopment())
        {
            yield return "Mail:Security None would send Mail:Password in the open: set it to StartTls or Tls.";
        }
    }
}
