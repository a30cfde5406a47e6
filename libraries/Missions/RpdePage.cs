using System.Buffers;
using System.Text.Json;

namespace Engagement.Missions;

/// <summary>
/// Walks the JSON of one RPDE page and gives its items one after the other. It holds the item at hand and no more, whatever the size of
/// the page: what does not fit into the buffer is parsed again when the buffer is twice as large.
/// </summary>
internal sealed class RpdePage(Stream stream, FeedLimits limits) : IDisposable
{
    private const int FirstBuffer = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int _start;
    private int _end;
    private bool _isFinal;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = limits.MaxDepth });
    private Place _place = Place.Before;
    private string? _member;
    private Step _found;

    private enum Place
    {
        /// <summary>Before the page's object.</summary>
        Before,

        /// <summary>At a member of the page.</summary>
        Members,

        /// <summary>In the list of items.</summary>
        Items,

        /// <summary>After the page's object.</summary>
        After,
    }

    private enum Step
    {
        /// <summary>Nothing that matters outside.</summary>
        None,

        /// <summary>An item has been read.</summary>
        Item,

        /// <summary>The document has ended.</summary>
        End,
    }

    /// <summary>The item that was read last; it lives until the next is read.</summary>
    internal JsonDocument? Item { get; private set; }

    /// <summary>What the page names as the next, as written; null when it does not.</summary>
    internal string? Next { get; private set; }

    internal bool HasItems { get; private set; }

    /// <summary>Bytes read so far.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Members of the page that RPDE does not know.</summary>
    internal List<string> UnknownMembers { get; } = [];

    /// <summary>Reads the next item; false after the last, when the page has been read to its end.</summary>
    internal async ValueTask<bool> ReadItem(CancellationToken ct)
    {
        Item?.Dispose();
        Item = null;
        while (true)
        {
            if (!Parse())
            {
                await Fill(ct);
            }
            else if (_found != Step.None)
            {
                return _found == Step.Item;
            }
        }
    }

    public void Dispose()
    {
        Item?.Dispose();
        Item = null;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private async ValueTask Fill(CancellationToken ct)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else if (_end == _buffer.Length)
        {
            Grow();
        }

        var length = await stream.ReadAtLeastAsync(_buffer.AsMemory(_end), _buffer.Length - _end, throwOnEndOfStream: false, ct);
        if (Bytes == 0 && _end == 0)
        {
            _start = _buffer.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
        }

        (_isFinal, _end, Bytes) = (_end + length < _buffer.Length, _end + length, Bytes + length);
        if (Bytes == 0)
        {
            throw new FeedException(FeedException.Empty, 0, "Le flux est vide : les missions en ligne sont conservées. Vérifiez l'export.");
        }
    }

    private void Grow()
    {
        if (_buffer.Length > limits.MaxMissionBytes)
        {
            throw new FeedException(FeedException.TooLarge, 0, $"Un élément de la page dépasse {limits.MaxMissionBytes >> 20} Mo : corrigez le flux.");
        }

        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    /// <summary>Takes one step; false when more bytes are needed for it.</summary>
    private bool Parse()
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start.._end), _isFinal, _state);
        try
        {
            var isDone = Advance(ref reader);
            if (isDone)
            {
                _start += (int)reader.BytesConsumed;
                _state = reader.CurrentState;
            }

            return isDone;
        }
        catch (JsonException fault)
        {
            throw Explain(fault);
        }
        catch (InvalidOperationException fault)
        {
            throw BadEncoding(fault);
        }
    }

    private bool Advance(ref Utf8JsonReader reader)
    {
        _found = Step.None;
        if (!reader.Read())
        {
            _found = _isFinal ? Step.End : Step.None;
            return _isFinal;
        }

        switch (_place)
        {
            case Place.Before: return Begin(reader.TokenType);
            case Place.Items when reader.TokenType == JsonTokenType.EndArray: return Go(Place.Members);
            case Place.Items: return ReadItem(ref reader);
            case Place.Members when reader.TokenType == JsonTokenType.EndObject: return Go(Place.After);
            case Place.Members: return ReadMember(ref reader);
            default: return true;
        }
    }

    private bool Begin(JsonTokenType token) => token == JsonTokenType.StartObject ? Go(Place.Members) : throw new FeedException(
        FeedException.NotAFeed, 0, "La page n'est pas un objet JSON avec « next » et « items » : vérifiez l'adresse du flux RPDE.");

    private bool Go(Place place)
    {
        _place = place;
        return true;
    }

    private bool ReadMember(ref Utf8JsonReader reader)
    {
        if (_member is null)
        {
            _member = reader.GetString();
            return true;
        }

        var member = _member;
        switch (member)
        {
            case "items" when reader.TokenType == JsonTokenType.StartArray:
                HasItems = true;
                _place = Place.Items;
                break;
            case "next" when reader.TokenType == JsonTokenType.String:
                Next = reader.GetString();
                break;
            default:
                if (!reader.TrySkip())
                {
                    return false;
                }

                NoteMember(member);
                break;
        }

        _member = null;
        return true;
    }

    private void NoteMember(string member)
    {
        // A page holds few; one that makes them up is not worth the memory.
        if (member is not ("items" or "next" or "license") && UnknownMembers.Count < 100)
        {
            UnknownMembers.Add(member);
        }
    }

    private bool ReadItem(ref Utf8JsonReader reader)
    {
        var from = (int)reader.TokenStartIndex;
        if (!JsonDocument.TryParseValue(ref reader, out var item))
        {
            return false;
        }

        Item = item;
        if (!System.Text.Unicode.Utf8.IsValid(_buffer.AsSpan(_start + from, (int)reader.BytesConsumed - from)))
        {
            throw BadEncoding(null);
        }

        _found = Step.Item;
        return true;
    }

    // JsonException has no code: its English message is all there is to tell one fault from another.
    private FeedException Explain(JsonException fault) => fault.Message switch
    {
        var m when m.Contains("maximum configured depth", StringComparison.Ordinal) => new FeedException(
            FeedException.TooDeep, 0, $"La page JSON est imbriquée sur plus de {limits.MaxDepth} niveaux : ce n'est pas un flux de missions.", fault),
        var m when m.Contains("reached end of data", StringComparison.Ordinal) || m.Contains("depth to be zero", StringComparison.Ordinal) =>
            new FeedException(FeedException.Truncated, 0, "La page JSON est tronquée : elle s'arrête avant sa fin. Relancez l'export.", fault),
        _ => new FeedException(
            FeedException.NotJson,
            0,
            $"La page n'est pas du JSON bien formé{LineOf(fault)} : relancez l'export. Si l'adresse donne du XML, changez le format du flux.",
            fault),
    };

    private static string LineOf(JsonException fault) => fault.LineNumber is { } line ? $" (ligne {line + 1})" : "";

    private static FeedException BadEncoding(Exception? fault) =>
        new(FeedException.BadEncoding, 0, "La page JSON n'est pas en UTF-8 : enregistrez-la en UTF-8.", fault);
}
