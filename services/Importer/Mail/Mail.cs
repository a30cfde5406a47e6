using Microsoft.Extensions.Options;

namespace Engagement.Importer.Mail;

/// <summary>Entry of the feature: handing mails over.</summary>
internal static class MailFeature
{
    internal static void AddMail(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SiteOptions>().BindConfiguration("Site");
        builder.Services.AddOptions<MailOptions>().BindConfiguration("Mail").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<MailOptions>, CheckMailOptions>();
        builder.Services.AddSingleton<IMailTransport>(provider => provider.GetRequiredService<IOptions<MailOptions>>().Value.HasServer
            ? ActivatorUtilities.CreateInstance<SmtpTransport>(provider)
            : ActivatorUtilities.CreateInstance<FolderTransport>(provider));
    }
}
