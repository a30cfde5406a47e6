using MimeKit;

namespace Engagement.Importer.Tests;

public sealed class AlertMailTests
{
    private const string Address = "equipe@partenaire.example.fr";

    [Fact]
    public async Task An_alert_is_told_once_with_its_feed_its_cause_its_date_and_the_report_and_again_when_it_is_over()
    {
        await using var server = new SmtpServer();
        await using var world = await AlertWorld.Start(server.Settings);
        await world.Contacts("demo", Address);
        await world.Fail();
        await world.Send();
        await world.Send();

        var opened = Assert.Single(server.Messages);
        Assert.Equal(("demo : flux vide", Address, "alertes@engagement.example.fr"), (opened.Subject, opened.To.Mailboxes.Single().Address, opened.From.Mailboxes.Single().Address));
        Assert.Equal("Alertes d'Été", opened.From.Single().Name);
        Assert.Equal("auto-generated", opened.Headers[HeaderId.AutoSubmitted]);
        var run = (await world.World.List("select run_id::text from importer.feed_alert"))[0];
        foreach (var told in new[] { "Flux « main » de demo", "ne contient plus aucune mission", "vérifiez l'export", "Depuis le ", $"https://engagement.example.fr/feeds/runs/{run}", "https://engagement.example.fr/feeds\n", "qu'une fois en 24 heures", "retirez-la" })
        {
            Assert.Contains(told, opened.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }

        await world.Mend();
        await world.Send();
        await world.Send();

        Assert.Equal(["demo : flux vide", "Réglé : flux vide (demo)"], server.Messages.Select(m => m.Subject));
        Assert.Contains("c'est réglé", server.Messages[1].TextBody, StringComparison.Ordinal);
        Assert.Equal(["OPENED EMPTY 1 sent", "CLOSED EMPTY 1 sent"], await world.Owed());
    }

    [Fact]
    public async Task Several_alerts_of_a_partner_make_one_mail_for_each_contact_and_those_of_another_partner_another()
    {
        await using var server = new SmtpServer();
        await using var world = await AlertWorld.Start(server.Settings);
        await world.Contacts("demo", Address, "autre@partenaire.example.fr");
        await world.Contacts("beta", Address);
        await world.World.Import(AlertWorld.Empty);
        await world.World.Import(AlertWorld.Empty);
        await world.World.Import(AlertWorld.Empty);
        await world.Fail("beta");
        await world.Send();

        Assert.Equal(
            ["autre@partenaire.example.fr demo : 2\u00a0alertes", $"{Address} beta : flux vide", $"{Address} demo : 2\u00a0alertes"],
            server.Mails.Select(m => m.Recipient).Zip(server.Messages, (to, m) => $"{to} {m.Subject}").Order(StringComparer.Ordinal));
        Assert.All(server.Messages.Where(m => m.Subject!.Contains('2', StringComparison.Ordinal)), m =>
        {
            Assert.Contains("flux vide", m.TextBody, StringComparison.Ordinal);
            Assert.Contains("flux illisible", m.TextBody, StringComparison.Ordinal);
            Assert.Single(m.To);
        });
    }

    [Fact]
    public async Task An_alert_that_comes_and_goes_is_told_once_in_24_hours_and_then_if_it_lasts()
    {
        await using var server = new SmtpServer();
        await using var world = await AlertWorld.Start(server.Settings);
        await world.Contacts("demo", Address);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await world.Fail();
            await world.Send();
            await world.Mend();
            await world.Send();
        }

        Assert.Equal(["demo : flux vide", "Réglé : flux vide (demo)"], server.Messages.Select(m => m.Subject));

        await world.Fail();
        await world.Send();
        await world.Pass(hours: 23);
        await world.Send();
        Assert.Equal(2, server.Mails.Count);

        await world.Pass(hours: 2);
        await world.Send();
        Assert.Equal(["demo : flux vide", "Réglé : flux vide (demo)", "demo : flux vide"], server.Messages.Select(m => m.Subject));
    }

    [Fact]
    public async Task What_is_over_before_it_could_be_told_is_not_told_at_all()
    {
        await using var server = new SmtpServer();
        await using var world = await AlertWorld.Start(server.Settings);
        await world.Contacts("demo", Address);
        await world.Fail();
        await world.Mend();
        Assert.Empty(await world.Owed());
        await world.Send();
        Assert.Empty(await world.Owed());

        server.Answer = _ => SmtpServer.Drop;
        await world.Fail();
        await world.Send();
        await world.Mend();
        server.Answer = _ => null;
        // That it is over is told to nobody who has not heard of it.
        await world.Send();
        Assert.Empty(server.Mails);
        await world.Pass(hours: 1);
        await world.Send();

        Assert.Empty(server.Mails);
        Assert.Empty(await world.Owed());
    }

    [Fact]
    public async Task Nobody_is_told_of_a_feed_without_contacts_and_a_contact_that_goes_is_owed_nothing_more()
    {
        await using var server = new SmtpServer();
        await using var world = await AlertWorld.Start(server.Settings);
        await world.Fail();
        await world.Contacts("beta", Address, "reste@partenaire.example.fr");
        await world.Fail("beta");
        await world.Contacts("beta", "reste@partenaire.example.fr");
        await world.Send();

        Assert.Equal("reste@partenaire.example.fr", Assert.Single(server.Mails).Recipient);
    }

    [Fact]
    public async Task Names_cannot_add_headers_or_lines_and_are_encoded_right()
    {
        const string Name = "L'Été à Œuilly\r\nBcc: intrus@ailleurs.example\r\n\r\nBonjour 🌻";
        await using var server = new SmtpServer();
        await using var world = await AlertWorld.Start(server.Settings);
        await world.Contacts("demo", Address);
        await world.Fail();
        await world.World.Database.Execute(
            $"update importer.feed set name = E'main\\r\\n.\\r\\nRCPT TO:<intrus@ailleurs.example>', publisher_name = '{Name.Replace("'", "''", StringComparison.Ordinal)}'");
        await world.Send();

        var mail = Assert.Single(server.Messages);
        Assert.Equal("L'Été à Œuilly  Bcc: intrus@ailleurs.example    Bonjour 🌻 : flux vide", mail.Subject);
        Assert.Empty(mail.Bcc);
        Assert.Equal(["MAIL", "RCPT"], server.Commands.Select(c => c.Split(' ')[0]).Where(c => c is "MAIL" or "RCPT"));
        Assert.DoesNotContain(server.Mails.Single().Raw.Split("\r\n"), line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
        Assert.All(server.Mails.Single().Raw, c => Assert.InRange(c, '\0', '\u007f'));
        Assert.Contains("de L'Été à Œuilly  Bcc: intrus@ailleurs.example", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_each_mail_is_a_whole_file()
    {
        await using var world = await AlertWorld.Start();
        await world.Contacts("demo", Address, "autre@partenaire.example.fr");
        await world.Fail();
        await world.Send();

        var files = Directory.GetFiles(world.MailFolder);
        Assert.Equal(2, files.Length);
        Assert.All(files, file => Assert.EndsWith(".eml", file, StringComparison.Ordinal));
        var mail = await MimeMessage.LoadAsync(files[0]);
        Assert.Equal("demo : flux vide", mail.Subject);
        // Without a public address, links lead to the front door.
        Assert.Contains(new Uri(world.World.Host.Address, "/feeds").ToString(), mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(["OPENED EMPTY 1 sent", "OPENED EMPTY 1 sent"], await world.Owed());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_loses_nothing()
    {
        await using var world = await AlertWorld.Start();
        await File.WriteAllTextAsync(world.MailFolder, "in the way");
        await world.Contacts("demo", Address);
        await world.Fail();
        await world.Send();
        Assert.Equal(["OPENED EMPTY 1"], await world.Owed());

        File.Delete(world.MailFolder);
        await world.Pass(hours: 1);
        await world.Send();

        Assert.Single(Directory.GetFiles(world.MailFolder, "*.eml"));
        Assert.Equal(["OPENED EMPTY 2 sent"], await world.Owed());
    }
}
