using System.Diagnostics.CodeAnalysis;

namespace Engagement.GraphQL.Execution;

/// <summary>Prepared documents by their text or hash; the least recently used leave first.</summary>
/// <param name="capacity">How many documents are kept.</param>
/// <param name="mostCharacters">How long their texts are together: what a document takes grows with its text, so a number alone bounds nothing.</param>
internal sealed class DocumentCache(int capacity, int mostCharacters = DocumentCache.MostCharacters)
{
    internal const int MostCharacters = 2_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = [];
    private long _characters;

    internal int Count => _entries.Count;

    internal bool TryGet(string text, [NotNullWhen(true)] out PreparedDocument? document)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(text, out var entry))
            {
                document = null;
                return false;
            }
            if (!ReferenceEquals(_byUse.First, entry))
            {
                _byUse.Remove(entry);
                _byUse.AddFirst(entry);
            }
            document = entry.Value.Document;
            return true;
        }
    }

    /// <param name="key">The text, or its hash.</param>
    /// <param name="document">What was made of the text.</param>
    /// <param name="characters">Length of the text.</param>
    internal void Add(string key, PreparedDocument document, int characters)
    {
        lock (_gate)
        {
            if (_entries.ContainsKey(key))
            {
                return;
            }
            _entries.Add(key, _byUse.AddFirst(new Entry(key, document, characters)));
            _characters += characters;
            // The newest stays, however long it is: its request is about to use it.
            while (_entries.Count > 1 && (_entries.Count > capacity || _characters > mostCharacters))
            {
                var last = _byUse.Last!.Value;
                _entries.Remove(last.Key);
                _byUse.RemoveLast();
                _characters -= last.Characters;
            }
        }
    }

    private readonly record struct Entry(string Key, PreparedDocument Document, int Characters);
}
