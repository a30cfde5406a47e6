using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Engagement.Search.Tests.Gateway;

public sealed class SchemaContractTests : IAsyncLifetime
{
    private World world = null!;
    private JsonElement schema;

    public async Task InitializeAsync()
    {
        world = await World.Start();
        schema = (await world.Data("""
            query { __schema { types { kind name description isOneOf interfaces { name }
              fields(includeDeprecated: true) { name description type { ...T } args { name description defaultValue type { ...T } } }
              inputFields { name description defaultValue type { ...T } } enumValues { name description } } } }
            fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
            """)).GetProperty("__schema");
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public void Every_name_of_the_contract_is_in_the_schema_with_its_type()
    {
        var actual = Lines().ToHashSet(StringComparer.Ordinal);

        var missing = Contract.Lines(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Gateway", "contract.graphql"))).Where(line => !actual.Contains(line)).ToList();

        Assert.True(missing.Count == 0, $"Missing or different:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void Everything_in_the_schema_is_described()
    {
        var bare = new List<string>();
        foreach (var type in Types())
        {
            Check(type, type.GetProperty("name").GetString()!);
            foreach (var member in new[] { "fields", "inputFields", "enumValues" }.SelectMany(list => Items(type, list)))
            {
                var name = $"{type.GetProperty("name")}.{member.GetProperty("name")}";
                Check(member, name);
                foreach (var argument in Items(member, "args"))
                {
                    Check(argument, $"{name}({argument.GetProperty("name")})");
                }
            }
        }

        Assert.True(bare.Count == 0, $"Without a description:\n{string.Join('\n', bare)}");

        void Check(JsonElement element, string name)
        {
            if (string.IsNullOrWhiteSpace(element.GetProperty("description").GetString()))
            {
                bare.Add(name);
            }
        }
    }

    [Fact]
    public async Task The_committed_schema_is_the_running_one()
    {
        var running = await world.Host.Client.GetStringAsync("/graphql/schema.graphql");
        var file = Path.Combine(RepositoryRoot(), "docs", "schema.graphql");
        if (Environment.GetEnvironmentVariable("UPDATE_SCHEMA") is not null)
        {
            await File.WriteAllTextAsync(file, running);
        }

        Assert.True(
            await File.ReadAllTextAsync(file) == running,
            "docs/schema.graphql is not the schema that runs: run this test once with UPDATE_SCHEMA=1 and commit the file.");
    }

    private static string RepositoryRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    private IEnumerable<string> Lines()
    {
        foreach (var type in Types())
        {
            var name = type.GetProperty("name").GetString();
            var kind = type.GetProperty("kind").GetString() switch
            {
                "OBJECT" => "type",
                "INPUT_OBJECT" => "input",
                var other => other!.ToLowerInvariant(),
            };
            var interfaces = string.Join(" & ", Items(type, "interfaces").Select(i => i.GetProperty("name").GetString()));
            yield return $"{kind} {name}{(interfaces.Length > 0 ? " implements " + interfaces : "")}{(type.GetProperty("isOneOf").ValueKind == JsonValueKind.True ? " @oneOf" : "")}";
            foreach (var value in Items(type, "enumValues"))
            {
                yield return $"{name}.{value.GetProperty("name")}";
            }

            foreach (var field in Items(type, "fields").Concat(Items(type, "inputFields")))
            {
                var arguments = string.Join(", ", Items(field, "args").Select(Input));
                yield return $"{name}.{(arguments.Length == 0 ? Input(field) : $"{field.GetProperty("name")}({arguments}): {Reference(field.GetProperty("type"))}")}";
            }
        }
    }

    private static string Input(JsonElement value) =>
        $"{value.GetProperty("name")}: {Reference(value.GetProperty("type"))}"
        + (value.TryGetProperty("defaultValue", out var given) && given.ValueKind == JsonValueKind.String ? $" = {given.GetString()}" : "");

    private static string Reference(JsonElement type) => type.GetProperty("kind").GetString() switch
    {
        "NON_NULL" => Reference(type.GetProperty("ofType")) + "!",
        "LIST" => $"[{Reference(type.GetProperty("ofType"))}]",
        _ => type.GetProperty("name").GetString()!,
    };

    private static IEnumerable<JsonElement> Items(JsonElement element, string list) =>
        element.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];

    private IEnumerable<JsonElement> Types() => schema.GetProperty("types").EnumerateArray().Where(t => !t.GetProperty("name").GetString()!.StartsWith("__", StringComparison.Ordinal));
}
