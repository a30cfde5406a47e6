using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Engagement.GraphQL.Declaration;

/// <summary>C# names in GraphQL's case.</summary>
internal static class Naming
{
    internal static string Field(MemberInfo member)
    {
        if (member.GetCustomAttribute<GraphQLNameAttribute>() is { } attribute)
        {
            return attribute.Name;
        }
        var name = member.Name;
        if (member is MethodInfo)
        {
            name = name.StartsWith("Get", StringComparison.Ordinal) && name.Length > 3 && char.IsUpper(name[3]) ? name[3..] : name;
            name = name.EndsWith("Async", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name;
        }
        return JsonNamingPolicy.CamelCase.ConvertName(name);
    }

    internal static string Parameter(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<GraphQLNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);

    /// <summary><c>Connection&lt;Mission&gt;</c> is <c>MissionConnection</c>; the <c>I</c> of an interface is left out.</summary>
    internal static string Type(Type type)
    {
        if (type.GetCustomAttribute<GraphQLNameAttribute>(inherit: false) is { } attribute)
        {
            return attribute.Name;
        }
        var name = type.Name;
        if (type.IsGenericType)
        {
            name = string.Concat(type.GetGenericArguments().Select(Type)) + name[..name.IndexOf('`', StringComparison.Ordinal)];
        }
        return type.IsInterface && name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]) ? name[1..] : name;
    }

    /// <summary><c>ServiceCivique</c> is <c>SERVICE_CIVIQUE</c>.</summary>
    internal static string EnumValue(FieldInfo field)
    {
        if (field.GetCustomAttribute<GraphQLNameAttribute>() is { } attribute)
        {
            return attribute.Name;
        }
        var text = new StringBuilder();
        for (var i = 0; i < field.Name.Length; i++)
        {
            var c = field.Name[i];
            var startsWord = char.IsUpper(c) && i > 0 && field.Name[i - 1] != '_'
                && (!char.IsUpper(field.Name[i - 1]) || (i + 1 < field.Name.Length && char.IsLower(field.Name[i + 1])));
            text.Append(startsWord ? "_" : "").Append(char.ToUpperInvariant(c));
        }
        return text.ToString();
    }

    internal static string? Deprecation(ICustomAttributeProvider element)
    {
        if (element.GetCustomAttributes(typeof(GraphQLDeprecatedAttribute), true) is [GraphQLDeprecatedAttribute deprecated, ..])
        {
            return deprecated.Reason;
        }
        return element.GetCustomAttributes(typeof(ObsoleteAttribute), true) is [ObsoleteAttribute obsolete, ..] ? obsolete.Message ?? "No longer supported" : null;
    }
}
