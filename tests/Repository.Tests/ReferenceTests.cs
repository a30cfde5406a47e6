using System.Diagnostics;
using System.Xml.Linq;

namespace Engagement.Repository.Tests;

public sealed class ReferenceTests
{
    private static readonly ILookup<string, string> Allowed = XDocument.Load(Path.Combine(Tree.Root, "Directory.Build.targets"))
        .Descendants("AllowedReference")
        .SelectMany(a => a.Attribute("To")!.Value.Split(';').Select(to => (From: a.Attribute("Include")!.Value, To: to)))
        .ToLookup(a => a.From, a => a.To, StringComparer.Ordinal);

    [Fact]
    public void A_project_that_is_not_in_the_list_may_reference_nothing() => AssertRefused("Stranger", "Contracts");

    [Fact]
    public void The_graphql_engine_may_not_know_the_missions() => AssertRefused("GraphQL", "Missions");

    [Fact]
    public void A_service_may_not_reference_another() => AssertRefused("Search", "Catalog");

    [Fact]
    public void An_allowed_reference_passes()
    {
        var (exitCode, output) = Check("Messaging", "Contracts");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void Every_reference_of_every_project_is_in_the_list()
    {
        var others = from project in Tree.Projects
                     from reference in XDocument.Parse(Tree.Read(project)).Descendants("ProjectReference")
                     let to = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)
                     where !Allowed[Tree.NameOf(project)].Contains(to)
                     select $"{project} references {to}";
        Report.None(others, "Directory.Build.targets lists what may be referenced.");
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Tree.Read("Engagement.sln").Replace('\\', '/');
        Report.None(Tree.Projects.Where(p => !solution.Contains($"\"{p}\"", StringComparison.Ordinal)), "dotnet sln add");
    }

    private static void AssertRefused(string from, string to)
    {
        var (exitCode, output) = Check(from, to);
        Assert.NotEqual(0, exitCode);
        Assert.Contains($"{from} may not reference {to}", output, StringComparison.Ordinal);
        Assert.Contains("Directory.Build.targets", output, StringComparison.Ordinal);
    }

    /// <summary>Runs the check on a project of that name, somewhere else, that references ours.</summary>
    private static (int ExitCode, string Output) Check(string from, string to)
    {
        var folder = Directory.CreateTempSubdirectory("engagement-rules-");
        try
        {
            var target = Path.Combine(Tree.Root, Tree.Projects.Single(p => Tree.NameOf(p) == to));
            var project = Path.Combine(folder.FullName, $"{from}.csproj");
            File.WriteAllText(project, $"""
                <Project>
                  <ItemGroup><ProjectReference Include="{target}" /></ItemGroup>
                  <Import Project="{Tree.Root}/Directory.Build.targets" />
                </Project>
                """);
            return Run(project);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (int ExitCode, string Output) Run(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-t:CheckProjectReferences", "-nologo", "-nodeReuse:false"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var msbuild = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var output = msbuild.StandardOutput.ReadToEnd();
        msbuild.WaitForExit();
        return (msbuild.ExitCode, output);
    }
}
