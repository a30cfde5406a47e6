using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;

namespace Engagement.GraphQL.Tests.Sample;

/// <summary>Anything with an identifier.</summary>
[InterfaceType]
public interface INode
{
    /// <summary>Opaque.</summary>
    [ID]
    string Id { get; }
}

/// <summary>What a search may find.</summary>
[UnionType]
public interface ISearchResult;

/// <summary>The colour of a cover.</summary>
public enum CoverColour
{
    /// <summary>Red.</summary>
    Red,

    /// <summary>Dark blue.</summary>
    DarkBlue,
}

/// <summary>A book.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Title">As printed.</param>
/// <param name="AuthorId">Not shown.</param>
public sealed record Book([property: ID] string Id, string Title, [property: GraphQLIgnore] int AuthorId) : INode, ISearchResult
{
    /// <summary>Printed pages.</summary>
    public int? Pages { get; init; }

    /// <summary>In euros.</summary>
    public decimal Price { get; init; } = 12.5m;

    /// <summary>First printing.</summary>
    public DateTimeOffset PublishedAt { get; init; } = new(2026, 11, 2, 8, 30, 0, TimeSpan.Zero);

    public CoverColour Cover { get; init; } = CoverColour.DarkBlue;

    /// <summary>Words.</summary>
    public IReadOnlyList<string> Tags { get; init; } = ["a", "é"];

    [GraphQLType("URL")]
    public string? Link { get; init; }

    [Obsolete("Use title. Gone on 2027-01-01.")]
    public string Name => Title;
}

/// <summary>Who wrote it.</summary>
public sealed record Author(int Number, string Name) : INode, ISearchResult
{
    [ID]
    public string Id => $"author{Number}";
}

/// <summary>Fields of books that need more than the book.</summary>
[ObjectType<Book>]
public static class BookFields
{
    /// <summary>Who wrote the book.</summary>
    public static Task<Author?> GetAuthorAsync([Parent] Book book, AuthorById authors) => authors.LoadAsync(book.AuthorId);

    /// <summary>The title, louder.</summary>
    /// <param name="times">How many marks.</param>
    public static string Shout([Parent] Book book, int times = 1) => book.Title.ToUpperInvariant() + new string('!', times);
}

[ExtendObjectType(typeof(Author))]
public static class AuthorFields
{
    /// <summary>All books of the author.</summary>
    public static async Task<IReadOnlyList<Book>> Books([Parent] Author author, BooksByAuthor books) => await books.LoadAsync(author.Number) ?? [];
}

/// <summary>Counts its calls.</summary>
public sealed class AuthorById(Shelf shelf) : BatchDataLoader<int, Author>
{
    protected override async Task<IReadOnlyDictionary<int, Author>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken ct)
    {
        shelf.Loads.Add(keys.Count);
        await Task.Yield();
        return keys.Where(k => k < 100).ToDictionary(k => k, k => new Author(k, $"Author {k}"));
    }
}

public sealed class BooksByAuthor(Shelf shelf) : BatchDataLoader<int, IReadOnlyList<Book>>
{
    protected override Task<IReadOnlyDictionary<int, IReadOnlyList<Book>>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken ct)
    {
        shelf.BookLoads.Add(keys.Count);
        return Task.FromResult<IReadOnlyDictionary<int, IReadOnlyList<Book>>>(
            keys.ToDictionary(k => k, k => (IReadOnlyList<Book>)shelf.Books.Where(b => b.AuthorId == k).ToList()));
    }
}

/// <summary>The data, and what was asked of it.</summary>
public sealed class Shelf
{
    public List<Book> Books { get; } = [.. Enumerable.Range(1, 20).Select(i => new Book($"b{i}", $"Book {i}", i % 5) { Pages = i * 10 })];

    public List<int> Loads { get; } = [];

    public List<int> BookLoads { get; } = [];

    public List<string> Log { get; } = [];
}

public sealed record PageFilter(int? Min, int? Max = 1000);

public sealed record BookFilter
{
    public string? Title { get; init; }

    public IReadOnlyList<CoverColour>? Covers { get; init; }

    public PageFilter? Pages { get; init; }

    public double Weight { get; init; } = 20;

    public bool Strict { get; init; }

    public required string Language { get; init; }
}

[OneOf]
public sealed record BookRef
{
    [ID]
    public string? Id { get; init; }

    public int? Number { get; init; }
}

/// <summary>What can be asked.</summary>
public sealed class Query
{
    /// <summary>All books.</summary>
    /// <param name="first">At most so many.</param>
    public IEnumerable<Book> Books(Shelf shelf, [GraphQLDescription("At most so many.")] int? first = null) => shelf.Books.Take(first ?? int.MaxValue);

    public Book? Book(Shelf shelf, BookRef @ref) => shelf.Books.Find(b => b.Id == @ref.Id || b.Id == $"b{@ref.Number}");

    public IReadOnlyList<ISearchResult> Search(Shelf shelf) => [shelf.Books[0], new Author(7, "Seven")];

    public INode? Node([ID] string id, Shelf shelf) => shelf.Books.Find(b => b.Id == id);

    public string Echo(BookFilter filter) =>
        $"{filter.Title}|{string.Join('+', filter.Covers ?? [])}|{filter.Pages}|{filter.Weight}|{filter.Strict}|{filter.Language}";

    public string Colours(CoverColour[]? colours = null, CoverColour one = CoverColour.Red, Guid? id = null) => $"{string.Join('+', colours ?? [])}|{one}|{id}";

    public string Fail() => throw new InvalidOperationException("secret");

    public string? Refuse() => throw new GraphQLException("Not you.", "FORBIDDEN");

    public async Task<string> FailLater()
    {
        await Task.Yield();
        throw new GraphQLException("Later.", "LATER");
    }

    public string LookAhead(ResolverContext context) => string.Join('.', context.Path);

    public Inner Nested(ResolverContext context) =>
        new(context.IsSelected("deep") ? "deep" : "flat", context.IsSelected("deep.text"), context.GetStateOrDefault<string>("caller"));
}

public sealed record Inner(string Kind, bool HasText, string? Caller)
{
    public Inner Deep => this;

    public string Text => "text";

    public string? Nothing => null;

    public string Broken => null!;
}

public sealed class Mutation(Shelf shelf)
{
    public async Task<int> Add(string word)
    {
        shelf.Log.Add($"start {word}");
        await Task.Delay(5);
        shelf.Log.Add($"end {word}");
        return shelf.Log.Count;
    }

    public int AddNow(string word)
    {
        shelf.Log.Add($"now {word}");
        return shelf.Log.Count;
    }
}
