namespace Engagement.Importer.Contacts;

/// <summary>Entry of the feature: whom a feed's alerts are sent to.</summary>
internal static class ContactsFeature
{
    internal static void AddContacts(this WebApplicationBuilder builder) => builder.Services.AddSingleton<FeedContacts>();
}
