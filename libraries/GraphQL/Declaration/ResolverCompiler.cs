using System.Linq.Expressions;
using System.Reflection;
using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.GraphQL.Declaration;

/// <summary>Compiles a property or method to the delegates that execution calls: no reflection per request.</summary>
internal sealed class ResolverCompiler(TypeReader types, IServiceProviderIsService? services)
{
    private static readonly ParameterExpression Request = Expression.Parameter(typeof(RequestContext), "request");
    private static readonly ParameterExpression Parent = Expression.Parameter(typeof(object), "parent");
    private static readonly ParameterExpression Arguments = Expression.Parameter(typeof(object?[]), "arguments");
    private static readonly ParameterExpression Context = Expression.Parameter(typeof(ResolverContext), "context");
    private static readonly ParameterExpression Buffer = Expression.Parameter(typeof(ResponseBuffer), "buffer");

    /// <summary>A field from a member.</summary>
    /// <param name="member">A property or method.</param>
    /// <param name="parentType">The C# type of the field's parent; null on root types, which have none.</param>
    internal FieldDefinition Compile(MemberInfo member, Type? parentType)
    {
        var method = member as MethodInfo;
        var type = method is null ? types.Output((PropertyInfo)member) : types.Output(method);
        var parameters = method?.GetParameters() ?? [];
        var arguments = parameters.Where(IsArgument).Select(Argument).ToList();
        var field = new FieldDefinition(Naming.Field(member), type)
        {
            Description = XmlDocs.Of(member),
            DeprecationReason = Naming.Deprecation(member),
            Arguments = arguments,
            NeedsContext = parameters.Any(p => p.ParameterType == typeof(ResolverContext)),
            Cost = member.GetCustomAttribute<CostAttribute>()?.Weight,
            ListSize = member.GetCustomAttribute<ListSizeAttribute>() is { } size
                ? new ListSize(size.AssumedSize, size.SlicingArguments, size.SizedFields)
                : null,
        };
        Bind(field, Call(member, parentType, parameters));
        return field;
    }

    private static void Bind(FieldDefinition field, Expression call)
    {
        if (TypeReader.TaskResult(call.Type) is { } result)
        {
            var adapter = typeof(ResolverResults)
                .GetMethod(call.Type.GetGenericTypeDefinition() == typeof(Task<>) ? nameof(ResolverResults.FromTask) : nameof(ResolverResults.FromValueTask), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(result);
            field.ResolveAsync = Expression.Lambda<AsyncResolver>(Expression.Call(adapter, call), Request, Parent, Arguments, Context).Compile();
            return;
        }
        field.Resolve = Expression.Lambda<SyncResolver>(Expression.Convert(call, typeof(object)), Request, Parent, Arguments, Context).Compile();
        if (!field.NeedsContext && LeafWriters.For(field.Type.Nullable, call, Buffer) is { } write)
        {
            field.WriteLeaf = Expression.Lambda<LeafWriter>(write, Request, Parent, Arguments, Buffer).Compile();
        }
    }

    private Expression Call(MemberInfo member, Type? parentType, ParameterInfo[] parameters)
    {
        var isStatic = member is MethodInfo { IsStatic: true } or PropertyInfo { GetMethod.IsStatic: true };
        var instance = isStatic ? null : Instance(member.ReflectedType!, parentType);
        if (member is PropertyInfo property)
        {
            return Expression.Property(instance, property);
        }
        var index = 0;
        var values = parameters.Select(p => IsArgument(p) ? ArgumentValue(index++, p.ParameterType) : Injected(p)).ToList();
        return Expression.Call(instance, (MethodInfo)member, values);
    }

    private static Expression Instance(Type declaring, Type? parentType) => parentType is not null && declaring.IsAssignableFrom(parentType)
        ? Expression.Convert(Parent, declaring)
        : Expression.Call(Request, nameof(RequestContext.Instance), [declaring]);

    private static Expression ArgumentValue(int index, Type type) =>
        Expression.Convert(Expression.ArrayIndex(Arguments, Expression.Constant(index)), type);

    private static Expression Injected(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.IsDefined(typeof(ParentAttribute)))
        {
            return Expression.Convert(Parent, type);
        }
        if (parameter.GetCustomAttribute<GlobalStateAttribute>() is { } state)
        {
            return Expression.Call(Request, nameof(RequestContext.GetState), [type], Expression.Constant(state.Key ?? parameter.Name));
        }
        if (type == typeof(CancellationToken))
        {
            return Expression.Property(Request, nameof(RequestContext.Aborted));
        }
        if (type == typeof(ResolverContext))
        {
            return Context;
        }
        if (type == typeof(HttpContext))
        {
            return Expression.Property(Request, nameof(RequestContext.HttpContext));
        }
        if (type == typeof(IServiceProvider))
        {
            return Expression.Property(Request, nameof(RequestContext.Services));
        }
        return Expression.Call(Request, typeof(DataLoader).IsAssignableFrom(type) ? nameof(RequestContext.Instance) : nameof(RequestContext.Service), [type]);
    }

    /// <summary>What is neither marked nor known as a service comes from the document.</summary>
    private bool IsArgument(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var isInjected = parameter.IsDefined(typeof(ParentAttribute))
            || parameter.IsDefined(typeof(ServiceAttribute))
            || parameter.IsDefined(typeof(GlobalStateAttribute))
            || type == typeof(CancellationToken) || type == typeof(ResolverContext) || type == typeof(HttpContext) || type == typeof(IServiceProvider)
            || typeof(DataLoader).IsAssignableFrom(type);
        return !isInjected && (type == typeof(string) || type.IsValueType || TypeReader.ItemType(type) is not null || services?.IsService(type) != true);
    }

    private InputValueDefinition Argument(ParameterInfo parameter)
    {
        var type = types.Input(parameter);
        var attribute = parameter.GetCustomAttribute<DefaultValueAttribute>();
        var value = attribute is not null ? attribute.Value : parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return new InputValueDefinition(Naming.Parameter(parameter), type)
        {
            Description = XmlDocs.Of(parameter),
            DeprecationReason = Naming.Deprecation(parameter),
            DefaultValue = value is null ? null : LiteralWriter.Write(value, type),
            Cost = parameter.GetCustomAttribute<CostAttribute>()?.Weight,
            Convert = InputConverters.Make(type, parameter.ParameterType),
        };
    }
}
