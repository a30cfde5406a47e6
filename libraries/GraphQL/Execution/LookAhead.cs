using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Execution;

/// <summary>Whether a field's answer will contain a sub-field.</summary>
internal static class LookAhead
{
    internal static bool IsSelected(Schema schema, PlannedField field, ReadOnlySpan<char> path)
    {
        if (field.Definition.Type.Named is not CompositeType composite)
        {
            return false;
        }
        var dot = path.IndexOf('.');
        var name = dot < 0 ? path : path[..dot];
        var rest = dot < 0 ? default : path[(dot + 1)..];
        foreach (var type in schema.PossibleTypes(composite))
        {
            foreach (var child in field.Selection(type).Fields)
            {
                if (name.SequenceEqual(child.Definition.Name) && (rest.IsEmpty || IsSelected(schema, child, rest)))
                {
                    return true;
                }
            }
        }
        return false;
    }
}
