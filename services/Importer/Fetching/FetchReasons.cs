using Engagement.Importer.Runs;

namespace Engagement.Importer.Fetching;

/// <summary>Why a feed could not be pulled.</summary>
internal static class FetchReasons
{
    internal static readonly RunReason BadAddress = new("BAD_ADDRESS", "L'adresse du flux doit être une adresse http ou https complète, sans identifiants.");

    internal static readonly RunReason CredentialsLost = new(
        "CREDENTIALS_LOST", "L'identifiant et le mot de passe du flux ne sont plus lisibles : saisissez-les à nouveau.");

    internal static readonly RunReason ForbiddenAddress = new(
        "ADDRESS_FORBIDDEN", "L'adresse du flux mène à un réseau privé ou réservé : publiez le flux à une adresse publique.");

    internal static readonly RunReason TooManyRedirects = new(
        "TOO_MANY_REDIRECTS", "L'adresse du flux est redirigée plus de 5 fois : donnez l'adresse finale.");

    internal static readonly RunReason Unreachable = new(
        "UNREACHABLE", "Le serveur du flux n'a pas répondu : vérifiez l'adresse et que le serveur est en ligne.");

    internal static readonly RunReason TimedOut = new(
        "TIMEOUT", "Le serveur du flux est trop lent : la lecture a été arrêtée.");

    internal static readonly RunReason ConnectionLost = new(
        "CONNECTION_LOST", "La connexion s'est interrompue avant la fin du flux : les missions lues sont importées, aucune n'est retirée.");

    internal static readonly RunReason TooLarge = new(
        "TOO_LARGE", "Le flux dépasse la taille autorisée : découpez-le en plusieurs flux.");

    internal static readonly RunReason InvalidResponse = new(
        "RESPONSE_INVALID", "Le serveur du flux a envoyé une réponse HTTP illisible : vérifiez l'adresse et la configuration du serveur.");

    internal static readonly RunReason EncodingUnsupported = new(
        "ENCODING_UNSUPPORTED",
        "Le serveur compresse le flux dans un format qui n'a pas été demandé : envoyez-le sans compression ou en gzip.");

    internal static RunReason Status(int status, TimeSpan? pause) => new(
        "HTTP_STATUS", $"Le serveur du flux a répondu {status} au lieu de 200 : vérifiez l'adresse et les droits d'accès.")
    { Pause = pause };
}
