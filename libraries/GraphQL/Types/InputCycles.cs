namespace Engagement.GraphQL.Types;

/// <summary>An input object that needs itself, without a list or null in between, could never be written down.</summary>
internal static class InputCycles
{
    internal static void Check(Schema schema, List<string> faults)
    {
        var done = new HashSet<InputObjectType>();
        foreach (var type in schema.Types.OfType<InputObjectType>())
        {
            Visit(type, [], done, faults);
        }
    }

    private static void Visit(InputObjectType type, List<(InputObjectType Type, string Field)> path, HashSet<InputObjectType> done, List<string> faults)
    {
        if (done.Contains(type))
        {
            return;
        }
        foreach (var field in type.Fields)
        {
            if (field.Type is not NonNullType { Inner: InputObjectType inner })
            {
                continue;
            }
            path.Add((type, field.Name));
            var start = path.FindIndex(p => ReferenceEquals(p.Type, inner));
            if (start >= 0)
            {
                faults.Add($"{inner} needs itself through {string.Join(", ", path.Skip(start).Select(p => $"{p.Type}.{p.Field}"))}: make one of them nullable.");
            }
            else
            {
                Visit(inner, path, done, faults);
            }
            path.RemoveAt(path.Count - 1);
        }
        done.Add(type);
    }
}
