using System.Text.Json;

namespace Engagement.Missions;

/// <summary>Judges the items of an RPDE feed: what each is, then its mission.</summary>
internal sealed class RpdeItems(FeedSettings settings)
{
    private const string Kind = "mission";
    private const int MaxKinds = 100;

    private readonly MissionNormaliser _normaliser = new(settings);
    private readonly RawMission _raw = new();
    private readonly Remarks _remarks = new();
    private readonly Remarks _feedRemarks = new();
    private readonly UnknownNames _unknown = new();
    private readonly HashSet<string> _kinds = new(StringComparer.Ordinal);
    private int _position;
    private int _page;

    /// <summary>What is told of the feed, not of one mission.</summary>
    internal IReadOnlyList<FeedRemark> Warnings => _feedRemarks.Warnings;

    /// <summary>Items of the page so far, of whatever kind.</summary>
    internal int InPage { get; private set; }

    internal void BeginPage() => (_page, InPage) = (_page + 1, 0);

    internal void NoteOfPage(string name) => _unknown.Note(_feedRemarks, Field(name), $"Le champ « {RawValue.Show(name)} » de la page");

    /// <summary>The mission or tombstone; null for an item that is no mission.</summary>
    internal FeedItem? Read(JsonElement item)
    {
        InPage++;
        _position++;
        try
        {
            return item.ValueKind != JsonValueKind.Object ? Refuse(null, FeedCodes.ItemInvalid, "item", "n'est pas un objet JSON")
                : IsMission(item) ? ReadMission(item)
                : null;
        }
        catch (InvalidOperationException)
        {
            // JSON may write half of a character, which no text can hold.
            return Refuse(null, FeedCodes.ItemInvalid, "item", "contient un caractère incomplet (\\uD800 à \\uDFFF sans sa paire)");
        }
        finally
        {
            _remarks.Clear();
        }
    }

    private bool IsMission(JsonElement item)
    {
        var kind = RpdeMission.Scalar(item, "kind");
        if (string.Equals(kind, Kind, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (_kinds.Count < MaxKinds && _kinds.Add(TextLimits.Cut(kind ?? "", 200)))
        {
            _feedRemarks.Warn(
                kind is null ? FeedCodes.KindMissing : FeedCodes.KindIgnored,
                Field("kind") with { Text = kind },
                kind is null ? $"Des éléments n'ont pas de « kind » : ils sont lus comme des missions. Écrivez « {Kind} »."
                    : $"Les éléments dont « kind » est « {RawValue.Show(kind)} » ne sont pas des missions : ils sont ignorés. Celui des missions est « {Kind} ».");
        }

        return kind is null;
    }

    private FeedItem ReadMission(JsonElement item)
    {
        var id = SubmissionReader.Value("id", RpdeMission.Scalar(item, "id")).Text;
        var state = RpdeMission.Scalar(item, "state");
        if (Fault(id, state, item) is var (code, field, what))
        {
            return Refuse(id, code, field, what);
        }

        foreach (var member in item.EnumerateObject().Where(m => m.Name is not ("id" or "state" or "modified" or "kind" or "data")))
        {
            _unknown.Note(_remarks, Field(member.Name), $"Le champ « {RawValue.Show(member.Name)} » de l'élément");
        }

        if (state == "deleted")
        {
            return new FeedItem { Position = _position, Line = 0, ClientId = id, IsDeleted = true };
        }

        _raw.Begin(_position, line: 0);
        new RpdeMission(_raw, _remarks, _unknown).Fill(item.GetProperty("data"));
        Identify(id!);
        return _normaliser.Normalise(_raw, _remarks);
    }

    private static (string Code, string Field, string What)? Fault(string? id, string? state, JsonElement item) =>
        id is null ? (FeedCodes.ItemIdMissing, "id", "n'a pas d'« id » : c'est l'identifiant de la mission")
        : state == "deleted" && TextLimits.Exceeds(id, TextLimits.ClientId)
            ? (FeedCodes.ClientIdTooLong, "id", $"a un « id » de plus de {TextLimits.ClientId} caractères : raccourcissez-le")
        : state is not ("updated" or "deleted") ? (FeedCodes.ItemStateInvalid, "state", "n'a pas de « state » qui soit « updated » ou « deleted »")
        : string.IsNullOrWhiteSpace(RpdeMission.Scalar(item, "modified")) ? (FeedCodes.ItemModifiedMissing, "modified", "n'a pas de « modified » : c'est le numéro ou la date de sa dernière modification")
        : state == "updated" && !(item.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object) ? (FeedCodes.ItemDataMissing, "data", "n'a pas de « data » : c'est la mission, un objet JSON")
        : null;

    /// <summary>A tombstone names the item's id and nothing else, so that is what identifies a mission.</summary>
    private void Identify(string id)
    {
        var given = _raw[FeedField.ClientId];
        if (given.HasText && given.Text != id)
        {
            _remarks.Warn(FeedCodes.ClientIdDiffers, given,
                $"« clientId » diffère de l'« id » de l'élément, « {RawValue.Show(id)} » : c'est l'id qui identifie la mission.");
        }

        _raw.Replace(FeedField.ClientId, new RawValue(id, "clientId", 0));
    }

    private FeedItem Refuse(string? id, string code, string field, string what)
    {
        _remarks.Refuse(code, Field(field), $"L'élément {InPage} de la page {_page} {what}.");
        // One that is too long names no mission that could be known.
        var known = id is null || TextLimits.Exceeds(id, TextLimits.ClientId) ? null : id;
        return new FeedItem { Position = _position, Line = 0, ClientId = known, Refusals = _remarks.Refusals };
    }

    private static RawValue Field(string name) => new(null, name, 0);
}
