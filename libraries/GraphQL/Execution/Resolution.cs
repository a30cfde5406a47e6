using System.Collections;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Execution;

/// <summary>
/// The first phase: starts every field that waits, over whole lists before any of them is written, and what lies below as soon as its parent is there. So all items of a list reach
/// their data loader together, at every level. What is answered at once is left to the writing.
/// </summary>
internal sealed class Resolution(FieldExecution fields)
{
    private TaskCompletionSource? _done;
    private int _outstanding;

    /// <summary>Starts all waiting fields of an object.</summary>
    internal Resolved Start(SelectionPlan plan, object? value, ResolverPath? path)
    {
        var resolved = new Resolved(plan, value, path);
        foreach (var field in plan.Fields)
        {
            if (field.Slot >= 0)
            {
                StartField(resolved, field);
            }
        }
        return resolved;
    }

    internal void StartField(Resolved parent, PlannedField field)
    {
        try
        {
            if (!field.Definition.IsAsync)
            {
                parent.Slots[field.Slot] = Descend(field, fields.Resolve(field, parent.Value, parent.Path), parent.Path);
                return;
            }
            var task = fields.ResolveAsync(field, parent.Value, parent.Path);
            if (task.IsCompletedSuccessfully)
            {
                parent.Slots[field.Slot] = Descend(field, task.Result, parent.Path);
                return;
            }
            _outstanding++;
            _ = Await(task, parent, field);
        }
        catch (Exception e)
        {
            parent.Slots[field.Slot] = new ResolverFailure(e);
        }
    }

    /// <summary>Ends when everything that was started has its value.</summary>
    internal Task Completion()
    {
        if (_outstanding == 0)
        {
            return Task.CompletedTask;
        }
        _done = new TaskCompletionSource();
        return _done.Task.WaitAsync(fields.Request.Aborted);
    }

    private async Task Await(ValueTask<object?> task, Resolved parent, PlannedField field)
    {
        try
        {
            parent.Slots[field.Slot] = Descend(field, await task, parent.Path);
        }
        catch (Exception e)
        {
            parent.Slots[field.Slot] = new ResolverFailure(e);
        }
        if (--_outstanding == 0)
        {
            _done?.TrySetResult();
        }
    }

    /// <summary>Goes on below a value, where something waits there.</summary>
    private object? Descend(PlannedField field, object? value, ResolverPath? path) => value is null || !field.HasAsyncBelow
        ? value
        : Descend(field, field.Definition.Type.Nullable, value, new ResolverPath(path, field.ResponseName, 0));

    private object? Descend(PlannedField field, GraphQLType type, object? value, ResolverPath path)
    {
        if (value is null)
        {
            return null;
        }
        if (type is not ListType list)
        {
            var objectType = fields.TypeOf((CompositeType)type, value);
            return Start(field.Selection(objectType), value, path);
        }
        if (value is not IEnumerable items || value is string)
        {
            return value;
        }
        var resolved = new List<object?>(value is ICollection { Count: var count } ? count : 4);
        foreach (var item in items)
        {
            resolved.Add(DescendItem(field, list.Item.Nullable, item, new ResolverPath(path, null, resolved.Count)));
        }
        return new ResolvedList([.. resolved]);
    }

    /// <summary>An item of a wrong type spoils itself, not its list.</summary>
    private object? DescendItem(PlannedField field, GraphQLType type, object? item, ResolverPath path)
    {
        try
        {
            return Descend(field, type, item, path);
        }
        catch (FormatException)
        {
            // The writing meets the same value and reports it at its place.
            return item;
        }
    }
}
