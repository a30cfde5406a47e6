using System.Diagnostics.CodeAnalysis;

namespace Engagement.GraphQL.Execution;

/// <summary>Prepared documents by their text; the least recently used leave first.</summary>
internal sealed class DocumentCache(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Text, PreparedDocument Document)>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Text, PreparedDocument Document)> _byUse = [];

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

    internal void Add(string text, PreparedDocument document)
    {
        lock (_gate)
        {
            if (_entries.ContainsKey(text))
            {
                return;
            }
            _entries.Add(text, _byUse.AddFirst((text, document)));
            if (_entries.Count > capacity)
            {
                _entries.Remove(_byUse.Last!.Value.Text);
                _byUse.RemoveLast();
            }
        }
    }
}
