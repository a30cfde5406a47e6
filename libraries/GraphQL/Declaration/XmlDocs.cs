using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Engagement.GraphQL.Declaration;

/// <summary>Descriptions from the XML doc comments that the compiler writes beside an assembly.</summary>
internal static partial class XmlDocs
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Files = new();

    internal static string? Of(MemberInfo member)
    {
        if (member.GetCustomAttribute<GraphQLDescriptionAttribute>() is { } attribute)
        {
            return attribute.Description;
        }
        var summary = Text(Find(member)?.Element("summary"));
        // A positional record documents its properties as parameters of the type.
        return summary ?? (member is PropertyInfo { DeclaringType: { } type } ? Parameter(Find(type), member.Name) : null);
    }

    internal static string? Of(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<GraphQLDescriptionAttribute>()?.Description ?? Parameter(Find(parameter.Member), parameter.Name!);

    private static string? Parameter(XElement? member, string name) =>
        Text(member?.Elements("param").FirstOrDefault(p => string.Equals((string?)p.Attribute("name"), name, StringComparison.OrdinalIgnoreCase)));

    private static XElement? Find(MemberInfo member)
    {
        var assembly = (member as Type ?? member.DeclaringType!).Assembly;
        return Files.GetOrAdd(assembly, Load).GetValueOrDefault(Id(member));
    }

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        var members = new Dictionary<string, XElement>(StringComparer.Ordinal);
        var file = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
        if (!File.Exists(file))
        {
            return members;
        }
        foreach (var member in XDocument.Load(file).Descendants("member"))
        {
            members.TryAdd((string?)member.Attribute("name") ?? "", member);
        }
        return members;
    }

    /// <summary>The identifier of a member in the file (C# specification, annex D).</summary>
    private static string Id(MemberInfo member) => member switch
    {
        Type type => "T:" + TypeId(type),
        PropertyInfo property => $"P:{TypeId(property.DeclaringType!)}.{property.Name}",
        FieldInfo field => $"F:{TypeId(field.DeclaringType!)}.{field.Name}",
        MethodInfo method => "M:" + MethodId(method),
        ConstructorInfo => "T:" + TypeId(member.DeclaringType!),
        _ => "",
    };

    private static string MethodId(MethodInfo method)
    {
        var parameters = method.GetParameters();
        var list = parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(p => Reference(p.ParameterType)))})";
        return $"{TypeId(method.DeclaringType!)}.{method.Name}{list}";
    }

    private static string TypeId(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return definition.FullName!.Replace('+', '.');
    }

    private static string Reference(Type type)
    {
        if (type.IsArray)
        {
            return Reference(type.GetElementType()!) + "[]";
        }
        if (!type.IsGenericType)
        {
            return (type.FullName ?? type.Name).Replace('+', '.');
        }
        var name = TypeId(type);
        return $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}{{{string.Join(',', type.GetGenericArguments().Select(Reference))}}}";
    }

    private static string? Text(XElement? element)
    {
        if (element is null)
        {
            return null;
        }
        var text = new StringBuilder();
        Append(text, element);
        var flat = Spaces().Replace(text.ToString(), " ").Trim();
        return flat.Length == 0 ? null : flat;
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XText words:
                    text.Append(words.Value);
                    break;
                case XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref" } reference:
                    var target = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? (string?)reference.Attribute("langword") ?? "";
                    text.Append(reference.IsEmpty ? target[(target.LastIndexOfAny(['.', ':']) + 1)..] : reference.Value);
                    break;
                case XElement { Name.LocalName: "c" } code:
                    text.Append('`').Append(code.Value).Append('`');
                    break;
                case XElement other:
                    Append(text.Append(' '), other);
                    text.Append(' ');
                    break;
            }
        }
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
