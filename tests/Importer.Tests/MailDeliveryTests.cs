using Engagement.Importer.Mail;
using Engagement.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Engagement.Importer.Tests;

/// <summary>What a mail server does wrong, and what then.</summary>
public sealed class MailDeliveryTests
{
    private const string Address = "equipe@partenaire.example.fr";

    [Theory]
    [InlineData("RCPT", "451 4.7.1 greylisted")]
    [InlineData("RCPT", "550 5.7.1 relay access denied")]
    [InlineData("MAIL", "550 5.1.8 bad sender")]
    [InlineData("DATA", "421 4.3.0 closing")]
    [InlineData(".", "452 4.3.1 no space")]
    [InlineData(".", SmtpServer.Drop)]
    [InlineData("RCPT", SmtpServer.Drop)]
    [InlineData("EHLO", SmtpServer.Drop)]
    [InlineData("EHLO", "rubbish")]
    public async Task What_fails_for_the_moment_is_sent_later_once_and_no_contact_is_given_up(string at, string answer)
    {
        await using var server = new SmtpServer { Answer = command => command.StartsWith(at, StringComparison.Ordinal) ? answer : null };
        await using var world = await Opened(server);

        await world.Send();
        await world.Send();
        Assert.Equal(["OPENED EMPTY 1"], await world.Owed());
        Assert.Null((await world.KeptContacts()).Single().RefusedAt);

        server.Answer = _ => null;
        var before = server.Mails.Count;
        await world.Pass(hours: 1);
        await world.Send();
        await world.Send();
        Assert.Equal(["OPENED EMPTY 2 sent"], await world.Owed());
        Assert.Equal(before + 1, server.Mails.Count);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_left_after_the_time_of_the_settings()
    {
        await using var server = new SmtpServer { Answer = command => command.StartsWith("RCPT", StringComparison.Ordinal) ? SmtpServer.Silence : null };
        await using var world = await Opened(server, KeyValuePair.Create("Mail:TimeoutSeconds", (string?)"1"));

        await world.Send();

        Assert.Equal(["OPENED EMPTY 1"], await world.Owed());
    }

    [Fact]
    public async Task A_server_that_is_slow_to_say_goodbye_has_the_mail()
    {
        await using var server = new SmtpServer { Answer = command => command == "QUIT" ? SmtpServer.Drop : null };
        await using var world = await Opened(server);

        await world.Send();

        Assert.Equal(["OPENED EMPTY 1 sent"], await world.Owed());
    }

    [Fact]
    public async Task The_pause_grows_with_each_failure_up_to_an_hour()
    {
        await using var server = new SmtpServer { Answer = _ => SmtpServer.Drop };
        await using var world = await Opened(server);
        var pauses = new List<int>();
        foreach (var _ in Enumerable.Range(0, 8))
        {
            await world.Send();
            pauses.Add(int.Parse((await world.World.List("select round(extract(epoch from next_at - now()) / 60)::text from importer.alert_mail"))[0]));
            await world.World.Database.Execute("update importer.alert_mail set next_at = now()");
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], pauses);
    }

    [Fact]
    public async Task A_refused_recipient_is_told_to_the_partner_and_given_no_more_mails_until_it_is_saved_again()
    {
        await using var server = new SmtpServer { Answer = command => command.Contains("parti@", StringComparison.Ordinal) ? "550 5.1.1 no such user parti@partenaire.example.fr" : null };
        await using var world = await AlertWorld.Start(server.Settings);
        await world.Contacts("demo", Address, "parti@partenaire.example.fr");
        await world.Fail();
        await world.Send();
        await world.Send();

        Assert.Equal(Address, Assert.Single(server.Mails).Recipient);
        Assert.Single(server.Commands, c => c.Contains("parti@", StringComparison.Ordinal));
        Assert.Equal([false, true], (await world.KeptContacts()).Select(c => c.RefusedAt is not null));
        using var browser = await PartnerBrowser.SignedIn(world.World, "demo", "read", "publish");
        Assert.Contains("parti@partenaire.example.fr ne reçoit pas nos messages", await browser.Page("/feeds"), StringComparison.Ordinal);

        server.Answer = _ => null;
        await world.Contacts("demo", Address, "parti@partenaire.example.fr");
        await world.Send();
        Assert.Equal([Address, "parti@partenaire.example.fr"], server.Mails.Select(m => m.Recipient));
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_good_is_not_sent_again_and_its_contact_still_gets_others()
    {
        await using var server = new SmtpServer { Answer = command => command == "." ? "554 5.6.0 content" : null };
        await using var world = await Opened(server);
        await world.Send();
        await world.Pass(hours: 2);
        await world.Send();
        Assert.Equal(["OPENED EMPTY 1 refused"], await world.Owed());

        server.Answer = _ => null;
        await world.World.Import(AlertWorld.Empty);
        await world.World.Import(AlertWorld.Empty);
        await world.Look();
        await world.Send();

        Assert.Equal("demo : flux illisible", Assert.Single(server.Messages).Subject);
    }

    [Fact]
    public async Task A_process_that_ended_before_it_noted_what_it_sent_leaves_a_mail_that_can_be_recognised()
    {
        await using var server = new SmtpServer();
        await using var world = await Opened(server);
        await world.Send();
        await world.World.Database.Execute("update importer.alert_mail set sent_at = null, next_at = now()");
        await using var next = await world.World.StartAnother([new("Health:EverySeconds", "3600"), .. server.Settings]);
        await AlertWorld.Send(next);

        // The next process may have taken it in a round of its own.
        await Eventually.Holds(() => server.Mails.Count == 2, "the mail is sent again");
        Assert.Single(server.Messages.Select(m => m.MessageId).Distinct());
    }

    [Fact]
    public async Task Two_processes_never_send_the_same_mail()
    {
        await using var server = new SmtpServer();
        await using var world = await AlertWorld.Start(server.Settings);
        var publishers = Enumerable.Range(1, 12).Select(i => $"p{i}").ToList();
        foreach (var publisher in publishers)
        {
            await world.Contacts(publisher, Address);
            await world.World.Import(AlertWorld.Empty, publisher);
        }

        await world.Look();
        await using var other = await world.World.StartAnother([new("Health:EverySeconds", "3600"), .. server.Settings]);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AlertWorld.Send(i % 2 == 0 ? world.World : other)));
        await world.Send();

        Assert.Equal(publishers.Select(p => $"{p} : flux vide").Order(StringComparer.Ordinal), server.Messages.Select(m => m.Subject).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Mails_wait_for_a_process_that_comes_later()
    {
        await using var server = new SmtpServer();
        await using var world = await AlertWorld.Start([new("Mail:Host", "127.0.0.1"), new("Mail:Port", "1"), new("Mail:Security", "None"), new("Mail:From", "a@b.fr"), new("Site:Address", "https://engagement.example.fr")]);
        await world.Contacts("demo", Address);
        await world.Fail();
        await world.Send();
        Assert.Equal(["OPENED EMPTY 1"], await world.Owed());
        await world.Pass(hours: 1);

        await using var next = await world.World.StartAnother([new("Health:EverySeconds", "3600"), .. server.Settings]);
        await Testing.Eventually.Holds(() => server.Mails.Count == 1, "the process sends by itself what it finds");
    }

    [Fact]
    public async Task A_server_with_a_certificate_that_nobody_knows_gets_no_mail_and_no_password()
    {
        await using var server = new SmtpServer();
        await using var world = await Opened(server, new("Mail:Security", "StartTls"), new("Mail:User", "engagement"), new("Mail:Password", "secret"));

        await world.Send();

        Assert.Equal(["OPENED EMPTY 1"], await world.Owed());
        Assert.Contains("STARTTLS", server.Commands);
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal) || c.StartsWith("RCPT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_asks_for_a_name_gets_it()
    {
        await using var server = new SmtpServer();
        await using var world = await Opened(server, new("Mail:User", "engagement"), new("Mail:Password", "secret"));
        await world.Send();
        Assert.Single(server.Mails);
        Assert.Single(server.Commands, c => c.StartsWith("AUTH PLAIN", StringComparison.Ordinal));

        server.Answer = command => command.StartsWith("AUTH", StringComparison.Ordinal) ? "535 5.7.8 no" : null;
        await world.Mend();
        await world.Send();
        Assert.Single(server.Mails);
        Assert.Equal(["OPENED EMPTY 1 sent", "CLOSED EMPTY 1"], await world.Owed());
    }

    [Theory]
    [InlineData("550 5.1.1 unknown equipe@partenaire.example.fr")]
    [InlineData("451 4.3.0 later, equipe@partenaire.example.fr")]
    [InlineData("530 5.7.0 equipe@partenaire.example.fr: who are you")]
    public async Task What_the_log_is_told_holds_no_address(string answer)
    {
        await using var server = new SmtpServer { Answer = command => command.StartsWith("RCPT", StringComparison.Ordinal) ? answer : null };
        await using var world = await Opened(server);
        var transport = world.World.Host.Services.GetRequiredService<IMailTransport>();
        using var message = new MimeKit.MimeMessage { Subject = "Essai", Body = new MimeKit.TextPart("plain") { Text = "Essai" } };
        message.From.Add(MimeKit.MailboxAddress.Parse("alertes@engagement.example.fr"));
        message.To.Add(MimeKit.MailboxAddress.Parse(Address));

        var outcome = await transport.Send(message, CancellationToken.None);

        Assert.NotEqual(MailFate.Sent, outcome.Fate);
        Assert.DoesNotContain("@", outcome.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mail:From", "Mail:From", "personne")]
    [InlineData("Mail:From", "Mail:From", null)]
    [InlineData("Mail:User", "Mail:Password", "engagement")]
    [InlineData("Site:Address", "Site:Address", null)]
    [InlineData("Site:Address", "Site:Address", "ftp://engagement.example.fr")]
    [InlineData("Mail:Port", "Port", "70000")]
    public async Task A_faulty_setting_stops_the_start_and_says_which(string setting, string named, string? value)
    {
        await using var server = new SmtpServer();
        var settings = server.Settings.Where(s => s.Key != setting).Append(new(setting, value)).Where(s => s.Value is not null);

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => AlertWorld.Start(settings));

        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    private static async Task<AlertWorld> Opened(SmtpServer server, params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var world = await AlertWorld.Start([.. server.Settings, .. settings]);
        await world.Contacts("demo", Address);
        await world.Fail();
        return world;
    }
}
