using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Declaration;

/// <summary>
/// Reads the fields of an input record and compiles what makes one. Positional parameters without default and <c>required</c> properties are required when they are not
/// nullable; other properties have the value of their initializer as default.
/// </summary>
internal sealed class InputObjectReader(TypeReader types)
{
    private sealed record Member(PropertyInfo Property, ParameterInfo? Parameter, InputValueDefinition Field);

    internal void Fill(Type type, InputObjectType target)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length)
            .FirstOrDefault(c => c.GetParameters().All(p => PropertyOf(type, p) is not null));
        if (constructor is null && !type.IsValueType)
        {
            throw new SchemaException($"{type} cannot be an input type: it has no public constructor whose parameters are properties.");
        }
        var parameters = constructor?.GetParameters() ?? [];
        var blank = parameters.Length == 0 ? Activator.CreateInstance(type) : null;
        var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => !p.IsDefined(typeof(GraphQLIgnoreAttribute)) && p.GetIndexParameters().Length == 0)
            .Select(p => (Property: p, Parameter: parameters.FirstOrDefault(a => PropertyOf(type, a) == p)))
            .Where(m => m.Parameter is not null || m.Property.SetMethod is { IsPublic: true })
            .Select(m => new Member(m.Property, m.Parameter, Read(m.Property, m.Parameter, blank, target.IsOneOf)))
            .ToList();
        target.Fields.AddRange(members.Select(m => m.Field));
        target.Create = Compile(type, constructor, members);
    }

    private static PropertyInfo? PropertyOf(Type type, ParameterInfo parameter) =>
        type.GetProperty(parameter.Name!, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);

    private InputValueDefinition Read(PropertyInfo property, ParameterInfo? parameter, object? blank, bool isOneOf)
    {
        var type = types.Input(property);
        if (property.IsDefined(typeof(CostAttribute)))
        {
            throw new SchemaException($"{property.DeclaringType}.{property.Name} has a [Cost], which is not reckoned on a field of an input object: give it to the argument.");
        }
        return new InputValueDefinition(Name(property, parameter), type)
        {
            Description = XmlDocs.Of(property),
            DeprecationReason = Naming.Deprecation(property),
            DefaultValue = isOneOf ? null : Default(property, parameter, type, blank),
            Convert = InputConverters.Make(type, property.PropertyType),
        };
    }

    private static string Name(PropertyInfo property, ParameterInfo? parameter) =>
        property.GetCustomAttribute<GraphQLNameAttribute>()?.Name
        ?? parameter?.GetCustomAttribute<GraphQLNameAttribute>()?.Name
        ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static ValueNode? Default(PropertyInfo property, ParameterInfo? parameter, GraphQLType type, object? blank)
    {
        var attribute = property.GetCustomAttribute<DefaultValueAttribute>() ?? parameter?.GetCustomAttribute<DefaultValueAttribute>();
        if (attribute is not null)
        {
            return LiteralWriter.Write(attribute.Value, type);
        }
        var isRequired = property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute));
        var value = parameter is { HasDefaultValue: true } ? parameter.DefaultValue : blank is not null && !isRequired ? property.GetValue(blank) : null;
        // An initializer of a list or an inner object stays C#'s business: the field is then optional only if it is nullable.
        return value is null || type.Named is InputObjectType ? null : LiteralWriter.Write(value, type);
    }

    private static Func<object?[], object> Compile(Type type, ConstructorInfo? constructor, List<Member> members)
    {
        var values = Expression.Parameter(typeof(object[]), "values");
        var arguments = (constructor?.GetParameters() ?? []).Select(p => GivenOrDefault(values, members.FindIndex(m => m.Parameter == p), p.ParameterType));
        var made = Expression.Variable(type, "made");
        var body = new List<Expression> { Expression.Assign(made, constructor is null ? Expression.New(type) : Expression.New(constructor, arguments)) };
        for (var i = 0; i < members.Count; i++)
        {
            if (members[i].Parameter is null)
            {
                var value = Expression.ArrayIndex(values, Expression.Constant(i));
                body.Add(Expression.IfThen(
                    Expression.ReferenceNotEqual(value, Expression.Constant(InputObjectType.Missing)),
                    Expression.Assign(Expression.Property(made, members[i].Property), Expression.Convert(value, members[i].Property.PropertyType))));
            }
        }
        body.Add(Expression.Convert(made, typeof(object)));
        return Expression.Lambda<Func<object?[], object>>(Expression.Block([made], body), values).Compile();
    }

    private static ConditionalExpression GivenOrDefault(Expression values, int index, Type type)
    {
        var value = Expression.ArrayIndex(values, Expression.Constant(index));
        return Expression.Condition(
            Expression.ReferenceEqual(value, Expression.Constant(InputObjectType.Missing)),
            Expression.Default(type),
            Expression.Convert(value, type));
    }
}
