using System.Collections;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Execution;

/// <summary>
/// The second phase: writes the answer front to back, calling the resolvers that answer at once. A null where none may be goes back to the mark of the
/// nearest place that may be null.
/// </summary>
internal sealed class ResponseWriter(FieldExecution fields, ResponseBuffer buffer)
{
    private enum Outcome
    {
        Written,
        Null,

        /// <summary>Null because of an error that is reported already.</summary>
        Failed,
    }

    private const int ItemSegment = -1;

    // The place being written: a planned field, or an item's index where the field is null.
    private (PlannedField? Field, int Index)[] _path = new (PlannedField?, int)[16];
    private int _depth;
    private int _sinceCancellationCheck;

    /// <summary>Writes an object; false when a null inside makes it null itself, and then nothing is written.</summary>
    internal bool WriteObject(SelectionPlan plan, object? value, Resolved? resolved)
    {
        CheckCancellation();
        var mark = buffer.Length;
        foreach (var field in plan.Fields)
        {
            if (!WriteField(field, value, resolved))
            {
                buffer.Truncate(mark);
                return false;
            }
        }
        buffer.WriteRaw(plan.Fields.Length == 0 ? "{}"u8 : "}"u8);
        return true;
    }

    /// <summary>Writes name and value; false when the object around becomes null.</summary>
    internal bool WriteField(PlannedField field, object? parent, Resolved? resolved)
    {
        buffer.WriteRaw(field.NameJson);
        if (field.WriteLeaf is { } write)
        {
            return WriteLeaf(field, write, parent);
        }
        if (field.TypeNameJson is { } typeName)
        {
            buffer.WriteRaw(typeName);
            return true;
        }
        Push(field, ItemSegment);
        var (mark, depth) = (buffer.Length, _depth);
        Outcome outcome;
        try
        {
            outcome = WriteValue(field, parent, resolved);
        }
        catch (Exception e)
        {
            buffer.Truncate(mark);
            _depth = depth;
            outcome = Fail(e, field);
        }
        var isKept = Settle(outcome, field.Definition.Type, field);
        _depth--;
        return isKept;
    }

    /// <summary>The most frequent kind of value: its place is only noted when there is something to report.</summary>
    private bool WriteLeaf(PlannedField field, LeafWriter write, object? parent)
    {
        var mark = buffer.Length;
        Exception? failure = null;
        try
        {
            if (write(fields.Request, parent, fields.Arguments(field), buffer))
            {
                return true;
            }
        }
        catch (Exception e)
        {
            buffer.Truncate(mark);
            failure = e;
        }
        Push(field, ItemSegment);
        var isKept = Settle(failure is null ? Outcome.Null : Fail(failure, field), field.Definition.Type, field);
        _depth--;
        return isKept;
    }

    private Outcome WriteValue(PlannedField field, object? parent, Resolved? resolved)
    {
        var definition = field.Definition;
        if (field.Slot >= 0)
        {
            return resolved!.Slots[field.Slot] switch
            {
                ResolverFailure failure => Fail(failure.Exception, field),
                var value => Complete(field, definition.Type.Nullable, value),
            };
        }
        return Complete(field, definition.Type.Nullable, fields.Resolve(field, parent, definition.NeedsContext ? CurrentParent() : null));
    }

    private Outcome Fail(Exception exception, PlannedField field)
    {
        Report(fields.ErrorOf(exception), field);
        return Outcome.Failed;
    }

    /// <summary>Writes null where it may be; false where it must go further out.</summary>
    private bool Settle(Outcome outcome, GraphQLType type, PlannedField field)
    {
        if (outcome == Outcome.Written)
        {
            return true;
        }
        if (!type.IsNonNull)
        {
            buffer.WriteNull();
            return true;
        }
        if (outcome == Outcome.Null)
        {
            Report(new GraphQLError($"Cannot return null for non-nullable field {field.Parent}.{field.Definition.Name}.", ErrorCodes.InternalError), field);
        }
        return false;
    }

    private Outcome Complete(PlannedField field, GraphQLType type, object? value)
    {
        if (value is null)
        {
            return Outcome.Null;
        }
        switch (type)
        {
            case ListType list:
                return WriteList(field, list, value);
            case EnumType enumType:
                buffer.WriteRaw((enumType.ByValue(value) ?? throw new FormatException($"Enum \"{enumType}\" cannot represent value: {value}")).Json);
                return Outcome.Written;
            case ScalarType scalar:
                scalar.Write(buffer, value);
                return Outcome.Written;
        }
        var isWritten = value is Resolved resolved
            ? WriteObject(resolved.Plan, resolved.Value, resolved)
            : WriteObject(field.Selection(fields.TypeOf((CompositeType)type, value)), value, null);
        return isWritten ? Outcome.Written : Outcome.Failed;
    }

    private Outcome WriteList(PlannedField field, ListType list, object value)
    {
        var mark = buffer.Length;
        buffer.WriteByte((byte)'[');
        var isKept = value switch
        {
            ResolvedList resolved => WriteItems(field, list.Item, resolved.Items),
            object?[] array => WriteItems(field, list.Item, array),
            IReadOnlyList<object?> items => WriteItems(field, list.Item, items),
            string => throw new FormatException($"Expected a list for field \"{field.Parent}.{field.Definition.Name}\", got a string."),
            IEnumerable items => WriteItems(field, list.Item, items),
            _ => throw new FormatException($"Expected a list for field \"{field.Parent}.{field.Definition.Name}\", got a {value.GetType().Name}."),
        };
        if (!isKept)
        {
            buffer.Truncate(mark);
            return Outcome.Failed;
        }
        buffer.WriteByte((byte)']');
        return Outcome.Written;
    }

    private bool WriteItems(PlannedField field, GraphQLType type, object?[] items)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (!WriteItem(field, type, items[i], i))
            {
                return false;
            }
        }
        return true;
    }

    private bool WriteItems(PlannedField field, GraphQLType type, IReadOnlyList<object?> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (!WriteItem(field, type, items[i], i))
            {
                return false;
            }
        }
        return true;
    }

    private bool WriteItems(PlannedField field, GraphQLType type, IEnumerable items)
    {
        var index = 0;
        foreach (var item in items)
        {
            if (!WriteItem(field, type, item, index++))
            {
                return false;
            }
        }
        return true;
    }

    private bool WriteItem(PlannedField field, GraphQLType type, object? item, int index)
    {
        if (index > 0)
        {
            buffer.WriteByte((byte)',');
        }
        Push(null, index);
        var (mark, depth) = (buffer.Length, _depth);
        Outcome outcome;
        try
        {
            outcome = Complete(field, type.Nullable, item);
        }
        catch (FormatException e)
        {
            buffer.Truncate(mark);
            _depth = depth;
            outcome = Fail(e, field);
        }
        var isKept = Settle(outcome, type, field);
        _depth--;
        return isKept;
    }

    private void Report(GraphQLError error, PlannedField field) => fields.Request.Errors.Add(error with
    {
        Locations = error.Locations.Count > 0 ? error.Locations : field.Locations,
        Path = error.Path ?? CurrentPath(),
    });

    private void Push(PlannedField? field, int index)
    {
        if (_depth == _path.Length)
        {
            Array.Resize(ref _path, _depth * 2);
        }
        _path[_depth++] = (field, index);
    }

    private object[] CurrentPath()
    {
        var path = new object[_depth];
        for (var i = 0; i < path.Length; i++)
        {
            path[i] = _path[i].Field is { } field ? field.ResponseName : _path[i].Index;
        }
        return path;
    }

    /// <summary>The place around the field being written, for resolvers that ask for their context.</summary>
    private ResolverPath? CurrentParent()
    {
        ResolverPath? path = null;
        for (var i = 0; i < _depth - 1; i++)
        {
            path = new ResolverPath(path, _path[i].Field?.ResponseName, _path[i].Index);
        }
        return path;
    }

    private void CheckCancellation()
    {
        if ((++_sinceCancellationCheck & 63) == 0)
        {
            fields.Request.Aborted.ThrowIfCancellationRequested();
        }
    }
}
