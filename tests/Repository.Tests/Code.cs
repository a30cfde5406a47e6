using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Engagement.Repository.Tests;

/// <summary>The built assemblies of all projects, read with Mono.Cecil: nothing of them is loaded.</summary>
internal static class Code
{
    private static readonly Lazy<IReadOnlyList<ModuleDefinition>> Read = new(() => [.. Tree.Projects.Where(p => Tree.NameOf(p) != "Repository.Tests").Select(Open)]);

    internal static IReadOnlyList<ModuleDefinition> Modules => Read.Value;

    internal sealed record Method(string Name, string File, int Lines);

    internal sealed record Constructor(string Type, int Parameters);

    /// <summary>Without constructors, whose lines are those of the fields and properties they initialise, and migrations, which are one SQL text.</summary>
    internal static IEnumerable<Method> Methods =>
        from module in Modules
        from type in module.GetTypes()
        from method in type.Methods
        where method.DebugInformation.HasSequencePoints && !method.IsConstructor && !type.Namespace.EndsWith(".Migrations", StringComparison.Ordinal)
        let points = method.DebugInformation.SequencePoints.Where(p => !p.IsHidden && IsOurs(p.Document.Url)).ToList()
        where points.Count > 0
        select new Method(NameOf(method), Path.GetRelativePath(Tree.Root, points[0].Document.Url), points.Max(p => p.EndLine) - points.Min(p => p.StartLine) + 1);

    /// <summary>Of classes that do something; a record's parameters are its data.</summary>
    internal static IEnumerable<Constructor> Constructors =>
        from module in Modules
        from type in module.GetTypes()
        where !type.Name.Contains('<', StringComparison.Ordinal) && !IsRecord(type)
        from method in type.Methods
        where method.IsConstructor
        select new Constructor(type.FullName.Replace('/', '.'), method.Parameters.Count);

    /// <summary>Every type that a type's code or signatures name, in the same module.</summary>
    internal static IEnumerable<TypeDefinition> Uses(TypeDefinition type)
    {
        var named = new List<TypeReference?> { type.BaseType };
        named.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        named.AddRange(type.Fields.Select(f => f.FieldType));
        foreach (var method in type.Methods)
        {
            named.Add(method.ReturnType);
            named.AddRange(method.Parameters.Select(p => p.ParameterType));
            named.AddRange(method.HasBody ? method.Body.Instructions.SelectMany(Named) : []);
        }

        return named.SelectMany(Parts).OfType<TypeDefinition>().Where(t => t.Module == type.Module);
    }

    private static IEnumerable<TypeReference?> Named(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    private static IEnumerable<TypeReference?> Parts(TypeReference? type) => type switch
    {
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    private static ModuleDefinition Open(string project) =>
        ModuleDefinition.ReadModule(Tree.AssemblyOf(project), new ReaderParameters { ReadSymbols = true });

    private static bool IsOurs(string document)
    {
        var path = Path.GetRelativePath(Tree.Root, document);
        return !path.StartsWith("..", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal) && File.Exists(document);
    }

    private static bool IsRecord(TypeDefinition type) => type.Methods.Any(m => m.Name is "<Clone>$" or "PrintMembers");

    // The body of an async method or an iterator is in the MoveNext of a class named <Method>d__0.
    private static string NameOf(MethodDefinition method)
    {
        var type = method.DeclaringType;
        var name = type.Name.StartsWith('<') && method.Name == "MoveNext" ? type.Name[1..type.Name.IndexOf('>', StringComparison.Ordinal)] : method.Name;
        while (type.Name.StartsWith('<') && type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return $"{type.FullName.Replace('/', '.')}.{name}";
    }
}
