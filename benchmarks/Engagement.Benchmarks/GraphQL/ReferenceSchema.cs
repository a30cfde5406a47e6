using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;

namespace Engagement.Benchmarks.GraphQL;

/// <summary>The reference query of the GraphQL benchmark: 20 items with 12 scalars, an organisation, addresses, a total and two facets, in memory.</summary>
internal static class ReferenceSchema
{
    internal const string Query = """
        query List($first: Int!) {
          missions(first: $first) {
            totalCount
            nodes {
              id clientId title description type remote places openToMinors postedAt startAt applicationUrl image
              organization { id name city }
              addresses { street postalCode city lat lon }
            }
            facets { domains { code label count } departments { code label count } }
          }
        }
        """;

    internal const int First = 20;

    internal static readonly Missions Data = Make();

    private static Missions Make()
    {
        var posted = new DateTimeOffset(2026, 11, 2, 8, 30, 0, TimeSpan.Zero);
        var organizations = Enumerable.Range(0, 5).Select(i => new Organization($"o{i}", $"Association n° {i} « L’été solidaire »", "Saint-Étienne")).ToArray();
        var nodes = Enumerable.Range(0, First).Select(i => new Mission(
            $"m{i:D8}", $"client-{i}", $"Accompagner des personnes âgées n° {i}",
            string.Concat(Enumerable.Repeat("Rendre visite, lire le journal, \"bavarder\" et aider aux courses. ", 5)),
            Kind.Benevolat, i % 3 == 0 ? Mode.Possible : Mode.No, i + 1, i % 2 == 0 ? true : null, posted.AddHours(-i), posted.AddDays(i),
            $"https://example.org/missions/{i}", i % 2 == 0 ? $"https://example.org/images/{i}.jpg" : null,
            organizations[i % 5],
            [new Address($"{i} rue de la République", "42000", "Saint-Étienne", 45.4397 + (i / 1000d), 4.3872)])).ToArray();
        return new Missions(12_345, nodes, new Facets(Buckets("domaine", 20), Buckets("département", 30)));
    }

    private static Bucket[] Buckets(string kind, int count) => [.. Enumerable.Range(0, count).Select(i => new Bucket($"{i:D2}", $"{kind} {i}", (i * 37) + 1))];
}

public sealed record Missions(int TotalCount, IReadOnlyList<Mission> Nodes, Facets Facets);

public sealed record Mission(
    [property: ID] string Id, string ClientId, string Title, string Description, Kind Type, Mode Remote, int Places, bool? OpenToMinors,
    DateTimeOffset PostedAt, DateTimeOffset StartAt, [property: GraphQLType("URL")] string ApplicationUrl, [property: GraphQLType("URL")] string? Image,
    Organization Organization, IReadOnlyList<Address> Addresses);

public sealed record Organization([property: ID] string Id, string Name, string? City);

public sealed record Address(string? Street, string? PostalCode, string? City, double? Lat, double? Lon);

public sealed record Facets(IReadOnlyList<Bucket> Domains, IReadOnlyList<Bucket> Departments);

public sealed record Bucket(string Code, string Label, int Count);

public enum Kind
{
    Benevolat,
    Reserve,
}

public enum Mode
{
    No,
    Possible,
}

public sealed class Query
{
    public Missions Missions(int first) => first == ReferenceSchema.First ? ReferenceSchema.Data : throw new GraphQLException("The benchmark asks for 20.", "BAD_USER_INPUT");
}
