namespace Engagement.GraphQL.Declaration;

/// <summary>Results of asynchronous resolvers in the one form that execution takes; what is finished already makes no task.</summary>
internal static class ResolverResults
{
    internal static ValueTask<object?> FromTask<T>(Task<T> task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return Wait(task);
        }
#pragma warning disable RS0030 // The task is finished: nothing blocks.
        return new ValueTask<object?>(task.Result);
#pragma warning restore RS0030
        static async ValueTask<object?> Wait(Task<T> task) => await task;
    }

    internal static ValueTask<object?> FromValueTask<T>(ValueTask<T> task)
    {
        return task.IsCompletedSuccessfully ? new ValueTask<object?>(task.Result) : Wait(task);
        static async ValueTask<object?> Wait(ValueTask<T> task) => await task;
    }
}
