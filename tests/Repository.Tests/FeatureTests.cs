using Mono.Cecil;

namespace Engagement.Repository.Tests;

/// <summary>
/// Which feature of a service may use which. Every namespace of every service has its row, so that a new feature begins with the question
/// what it may know. The root namespace is the table of contents: it may use them all.
/// </summary>
public sealed class FeatureTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Catalog.Geocoding"] = ["Catalog.Storage"],
        ["Catalog.Keys"] = ["Catalog.Publishers", "Catalog.Storage"],
        ["Catalog.Migrations"] = [],
        ["Catalog.Missions"] = ["Catalog.Organizations", "Catalog.Publishers", "Catalog.Storage"],
        ["Catalog.Organizations"] = [],
        ["Catalog.Publishers"] = ["Catalog.Storage"],
        ["Catalog.Storage"] = ["Catalog.Keys", "Catalog.Missions", "Catalog.Organizations", "Catalog.Publishers"],
        ["Catalog.Structures"] = ["Catalog.Storage"],
        ["Importer.Batches"] = ["Importer.Feeds", "Importer.Storage"],
        ["Importer.Contacts"] = ["Importer.Storage"],
        ["Importer.Feeds"] = [],
        ["Importer.Fetching"] = ["Importer.Feeds", "Importer.Runs"],
        ["Importer.Health"] = ["Importer.Feeds", "Importer.Mail", "Importer.Runs", "Importer.Storage"],
        ["Importer.Imports"] = ["Importer.Feeds", "Importer.Fetching", "Importer.Runs", "Importer.Storage"],
        ["Importer.Mail"] = [],
        ["Importer.Migrations"] = [],
        ["Importer.Moves"] = ["Importer.Feeds", "Importer.Runs", "Importer.Storage"],
        ["Importer.Protection"] = ["Importer.Storage"],
        ["Importer.Reports"] = ["Importer.Contacts", "Importer.Feeds", "Importer.Health", "Importer.Moves", "Importer.Runs", "Importer.Sessions", "Importer.Storage"],
        ["Importer.Runs"] = ["Importer.Batches", "Importer.Feeds", "Importer.Storage"],
        ["Importer.Scheduling"] = ["Importer.Feeds", "Importer.Fetching", "Importer.Imports", "Importer.Runs", "Importer.Storage"],
        ["Importer.Sessions"] = ["Importer.Storage"],
        ["Importer.Settings"] = ["Importer.Contacts", "Importer.Feeds", "Importer.Fetching", "Importer.Imports", "Importer.Storage"],
        ["Importer.Storage"] = ["Importer.Batches", "Importer.Contacts", "Importer.Feeds", "Importer.Health", "Importer.Imports", "Importer.Runs", "Importer.Sessions"],
        ["Importer.Validation"] = ["Importer.Feeds", "Importer.Fetching", "Importer.Reports", "Importer.Runs"],
        ["Search.Analysis"] = [],
        ["Search.Cursors"] = ["Search.Index"],
        ["Search.FrontDoor"] = [],
        ["Search.Gateway"] = ["Search.Cursors", "Search.Identifiers", "Search.ImportRuns", "Search.Index", "Search.Indexing", "Search.Keys", "Search.Missions", "Search.Organizations", "Search.Publishers", "Search.Storage", "Search.Submissions"],
        ["Search.Identifiers"] = [],
        ["Search.ImportRuns"] = ["Search.Cursors", "Search.Gateway", "Search.Index", "Search.Keys"],
        ["Search.Index"] = ["Search.Analysis"],
        ["Search.Indexing"] = ["Search.Gateway", "Search.Index", "Search.Keys", "Search.Missions", "Search.Organizations", "Search.Publishers", "Search.Replica"],
        ["Search.Keys"] = ["Search.Replica"],
        ["Search.Migrations"] = [],
        ["Search.Missions"] = ["Search.Cursors", "Search.Gateway", "Search.Identifiers", "Search.Index", "Search.Keys", "Search.Organizations", "Search.Publishers", "Search.Replica"],
        ["Search.Organizations"] = ["Search.Cursors", "Search.Gateway", "Search.Identifiers", "Search.Index", "Search.Keys", "Search.Missions", "Search.Publishers", "Search.Replica", "Search.Storage"],
        ["Search.Publishers"] = ["Search.Cursors", "Search.Gateway", "Search.Identifiers", "Search.Index", "Search.Keys", "Search.Replica"],
        ["Search.Replica"] = ["Search.Indexing"],
        ["Search.Storage"] = [],
        ["Search.Submissions"] = ["Search.Gateway", "Search.Indexing", "Search.Keys", "Search.Missions"],
    };

    private static readonly Lazy<IReadOnlyList<Use>> Uses = new(() =>
    [
        .. from type in Types
           where FeatureOf(type) is { } feature && feature.Contains('.', StringComparison.Ordinal)
           from used in Code.Uses(type).Where(IsOurs).Select(FeatureOf).Distinct(StringComparer.Ordinal)
           where used != FeatureOf(type)
           select new Use(FeatureOf(type), used, type.FullName),
    ]);

    private static IEnumerable<TypeDefinition> Types =>
        from module in Code.Modules
        where module.Assembly.Name.Name is "Engagement.Catalog" or "Engagement.Importer" or "Engagement.Search"
        from type in module.GetTypes()
        where IsOurs(type)
        select type;

    [Fact]
    public void A_feature_uses_only_those_that_the_table_allows()
    {
        var others = Uses.Value.Where(u => !Allowed.GetValueOrDefault(u.Feature, []).Contains(u.Used));
        Report.None(others.GroupBy(u => (u.Feature, u.Used)).Select(g => $"{g.Key.Feature} uses {g.Key.Used} (in {g.First().Type})"), "Move the code, or allow the pair in this table.");
    }

    [Fact]
    public void The_table_names_every_namespace_and_no_other()
    {
        var namespaces = Types.Select(FeatureOf).ToHashSet(StringComparer.Ordinal);
        Report.None(namespaces.Where(n => n.Contains('.', StringComparison.Ordinal)).Except(Allowed.Keys), "Add its row to the table.");
        Report.None(Allowed.Keys.Concat(Allowed.Values.SelectMany(v => v)).Distinct(StringComparer.Ordinal).Except(namespaces), "It is not there: remove it from the table.");
    }

    [Fact]
    public void The_table_allows_only_what_is_used()
    {
        var used = Uses.Value.Select(u => (u.Feature, u.Used)).ToHashSet();
        Report.None(Allowed.SelectMany(row => row.Value.Select(to => (row.Key, to))).Where(pair => !used.Contains(pair)).Select(p => $"{p.Key} no longer uses {p.to}"), "Remove the pair.");
    }

    /// <summary><c>Catalog.Missions</c> of <c>Engagement.Catalog.Missions.Mission</c>.</summary>
    private static string FeatureOf(TypeDefinition type) => NamespaceOf(type)["Engagement.".Length..];

    private static bool IsOurs(TypeDefinition type) => NamespaceOf(type).StartsWith("Engagement.", StringComparison.Ordinal);

    private static string NamespaceOf(TypeDefinition type) => type.DeclaringType is { } outer ? NamespaceOf(outer) : type.Namespace;

    private sealed record Use(string Feature, string Used, string Type);
}
