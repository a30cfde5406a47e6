using Microsoft.Extensions.Options;
using MimeKit;

namespace Engagement.Importer.Mail;

/// <summary>Writes each mail as a file of the folder of the settings: whole or not at all, and the same mail once.</summary>
internal sealed class FolderTransport(IOptions<MailOptions> options, IHostEnvironment environment) : IMailTransport
{
    private readonly string folder = Path.GetFullPath(options.Value.Folder, environment.ContentRootPath);

    public async Task<MailOutcome> Send(MimeMessage message, CancellationToken ct)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, $"{message.MessageId!.Split('@')[0]}.eml");
            var part = $"{path}.part";
            await using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 12, useAsync: true))
            {
                await message.WriteToAsync(file, ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
            return MailOutcome.Sent;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new MailOutcome(MailFate.Unavailable, $"Mail:Folder cannot be written: {e.GetType().Name}");
        }
    }
}
