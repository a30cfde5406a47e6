using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Execution;

/// <summary>Executes a planned operation and writes the member <c>data</c>.</summary>
internal static class OperationExecution
{
    internal static ValueTask Execute(OperationPlan plan, RequestContext request, VariableValues variables, ResponseBuffer buffer)
    {
        var fields = new FieldExecution(request, variables);
        var writer = new ResponseWriter(fields, buffer);
        if (plan.Root.Slots == 0)
        {
            WriteData(writer, plan.Root, null, buffer);
            return ValueTask.CompletedTask;
        }
        request.Loop ??= new RequestLoop(request.Aborted);
        return new ValueTask(request.Loop.Run(() => plan.Operation.Kind == OperationKind.Mutation
            ? ExecuteInSeries(plan.Root, new Resolution(fields), writer, buffer)
            : ExecuteTogether(plan.Root, new Resolution(fields), writer, buffer)));
    }

    private static async Task ExecuteTogether(SelectionPlan root, Resolution resolution, ResponseWriter writer, ResponseBuffer buffer)
    {
        var resolved = resolution.Start(root, null, null);
        await resolution.Completion();
        WriteData(writer, root, resolved, buffer);
    }

    /// <summary>Each field of a mutation is finished, with all below it, before the next one starts.</summary>
    private static async Task ExecuteInSeries(SelectionPlan root, Resolution resolution, ResponseWriter writer, ResponseBuffer buffer)
    {
        buffer.WriteRaw("\"data\":"u8);
        var mark = buffer.Length;
        var resolved = new Resolved(root, null, null);
        foreach (var field in root.Fields)
        {
            if (field.Slot >= 0)
            {
                resolution.StartField(resolved, field);
                await resolution.Completion();
            }
            if (!writer.WriteField(field, null, resolved))
            {
                buffer.Truncate(mark);
                buffer.WriteNull();
                return;
            }
        }
        buffer.WriteRaw(root.Fields.Length == 0 ? "{}"u8 : "}"u8);
    }

    private static void WriteData(ResponseWriter writer, SelectionPlan root, Resolved? resolved, ResponseBuffer buffer)
    {
        buffer.WriteRaw("\"data\":"u8);
        if (!writer.WriteObject(root, null, resolved))
        {
            buffer.WriteNull();
        }
    }
}
