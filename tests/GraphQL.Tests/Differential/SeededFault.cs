using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json.Nodes;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Engagement.GraphQL.Tests.Differential;

/// <summary>The engine with one method replaced by a constant answer, loaded beside the real one.</summary>
internal sealed class SeededFault : AssemblyLoadContext
{
    private const string Engine = "Engagement.GraphQL";
    private const string Tests = "Engagement.GraphQL.Tests";

    private readonly byte[] _engine;
    private readonly object _subject;
    private readonly MethodInfo _ask;

    /// <param name="type">Name of the engine's class.</param>
    /// <param name="method">Name of its method: overloads are all replaced.</param>
    /// <param name="answer">What a method that answers a truth or a number answers now.</param>
    internal SeededFault(string type, string method, int answer)
        : base(isCollectible: true)
    {
        _engine = Spoil(type, method, answer);
        var subject = LoadFromAssemblyName(new AssemblyName(Tests)).GetType(typeof(Subject).FullName!)!;
        _subject = Activator.CreateInstance(subject, Corpus.Sdl, Corpus.Data)!;
        _ask = subject.GetMethod(nameof(Subject.Ask))!;
    }

    internal async Task<JsonNode> Ask(JsonObject request) => await (Task<JsonNode>)_ask.Invoke(_subject, [request])!;

    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name switch
    {
        Engine => LoadFromStream(new MemoryStream(_engine)),
        Tests => LoadFromStream(new MemoryStream(File.ReadAllBytes(PathOf(Tests)))),
        _ => null,
    };

    private static string PathOf(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");

    private static byte[] Spoil(string type, string method, int answer)
    {
        using var module = ModuleDefinition.ReadModule(PathOf(Engine));
        var found = module.GetTypes().Where(t => t.Name == type).SelectMany(t => t.Methods).Where(m => m.Name == method && m.HasBody).ToList();
        Assert.True(found.Count > 0, $"The engine has no {type}.{method}");
        foreach (var definition in found)
        {
            definition.Body.Instructions.Clear();
            definition.Body.Variables.Clear();
            definition.Body.ExceptionHandlers.Clear();
            var body = definition.Body.GetILProcessor();
            if (definition.ReturnType.FullName != "System.Void")
            {
                body.Emit(OpCodes.Ldc_I4, answer);
            }
            body.Emit(OpCodes.Ret);
        }
        using var spoilt = new MemoryStream();
        module.Write(spoilt);
        return spoilt.ToArray();
    }
}
